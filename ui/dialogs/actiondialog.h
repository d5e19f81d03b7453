#pragma once

#include "ui/dialogs/notepanel.h"
#include "ui/theme/look.h"

#include <QtWidgets/QDialog>

#include <functional>

class QFormLayout;
class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace oriel::ui {

class CommandBox;
class ElidedLabel;
class Theme;

/// The heading of a section in a dialog's body.
[[nodiscard]] QLabel *makeSection(const QString &text, QWidget *parent);

/// The frame of a dialog that prepares one action: its subject at the top; the choices in a body
/// that scrolls on small screens; at the bottom the obstacle, Cancel, and the action's button.
/// Window-modal; never runs a nested event loop (no exec()); deletes itself.
class ActionDialog : public QDialog
{
    Q_OBJECT

public:
    /// A form layout for `part`; null: for none yet.
    [[nodiscard]] static QFormLayout *makeFields(QWidget *part);
    /// `label` contains the mnemonic; `key` becomes the field's object name.
    static void addField(QFormLayout *fields, const QString &label, QWidget *field,
                         const QString &key);

    /// Closes it, by Cancel, Escape or the window's button. Asks first if isFilledIn().
    void reject() override { leave(); }

protected:
    /// `width` in pixels at 100 %; the height depends on the body.
    ActionDialog(Theme &theme, int width, QWidget *parent);

    [[nodiscard]] Theme &theme() const { return m_theme; }

    /// The heading, which is also the window's title, and the line below it; empty: none.
    void setHead(const QString &heading, const QString &of);

    /// The layout for the body's widgets, and their parent.
    [[nodiscard]] QVBoxLayout *column() const { return m_column; }
    [[nodiscard]] QWidget *body() const { return m_body; }
    /// A form layout at the end of the body.
    [[nodiscard]] QFormLayout *addFields();
    /// Scrolls to a part of the body that has just appeared.
    void reveal(QWidget *part);
    /// "Show as command" at the end of the body; call it last.
    [[nodiscard]] CommandBox *addCommand();

    /// The button that calls act(). For a dangerous action Cancel is the default.
    void setAction(const QString &text, const QString &objectName, ButtonKind kind);
    [[nodiscard]] QPushButton *action() const { return m_action; }
    [[nodiscard]] QPushButton *cancel() const { return m_cancel; }
    /// The text of the action's button. The button only grows, so that nothing moves beside it.
    void setActionText(const QString &text);
    /// What the user should know before pressing the action's button, e.g. what it interrupts: in
    /// bold beside it while there is no obstacle; empty: nothing. Call it before setProblem().
    void setImpact(const QString &impact);
    /// The obstacle, at the bottom and for screen readers; empty: none, and the button is enabled.
    /// `known`: false while this is still being determined. `meaning`: the button's description if
    /// there is no obstacle.
    void setProblem(const QString &problem, bool known, const QString &meaning = {});
    /// The same for something that the user has not done yet: an obstacle, but not an error.
    void setHint(const QString &hint);
    /// A link behind the obstacle that leads to what removes it, and what it does; call it before
    /// setProblem(). Empty: none.
    void setProblemLink(const QString &text, const std::function<void()> &follow = {});

    /// Grows to what the body wants, as far as the screen has room, until the user presses a key or
    /// a mouse button in it for the first time, or makes it smaller. Later the body scrolls. It
    /// grows upwards, so that the buttons stay where they are.
    void fit();
    /// Whether the user has entered something that is lost when the dialog is closed.
    [[nodiscard]] virtual bool isFilledIn() const { return false; }
    /// The same as reject(); calls `then` when it has closed.
    void leave(const std::function<void()> &then = {});

    /// The action's button was pressed while there was no obstacle.
    virtual void act() = 0;

    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    class Body;

    [[nodiscard]] QWidget *makeHead();
    [[nodiscard]] QWidget *makeFoot();
    void block(NotePanel::Kind kind, const QString &why, const QString &meaning);
    void placeOverWindow();
    void fitToText();

    Theme &m_theme;
    int m_width;
    QLabel *m_heading = nullptr;
    ElidedLabel *m_of = nullptr;
    QScrollArea *m_scroll = nullptr;
    QWidget *m_body = nullptr;
    QVBoxLayout *m_column = nullptr;
    NotePanel *m_problem = nullptr;
    QLabel *m_impact = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_action = nullptr;
    QString m_problemLink;
    std::function<void()> m_followProblem;
    bool m_inTheWay = false;
    int m_fitted = 0; ///< the height that fit() has given it
    bool m_shown = false;
    bool m_settled = false;
};

} // namespace oriel::ui
