#pragma once

#include "ui/dialogs/notepanel.h"
#include "ui/theme/look.h"

#include <QtWidgets/QDialog>

class QFormLayout;
class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace oriel::ui {

class CommandBox;
class ElidedLabel;
class Theme;

/// The heading of a part of a dialog's body.
[[nodiscard]] QLabel *makeSection(const QString &text, QWidget *parent);

/// The frame of a dialog that prepares one action: what it is about above; what is to be decided in
/// a body that scrolls where the screen is too small; below, what stands in the way, Cancel, and
/// the action's button. Modal to its window, never with a loop of its own; deletes itself.
class ActionDialog : public QDialog
{
    Q_OBJECT

protected:
    /// `width` in pixels at 100 %; the height follows from the body.
    ActionDialog(Theme &theme, int width, QWidget *parent);

    [[nodiscard]] Theme &theme() const { return m_theme; }

    /// The heading, which is also the window's title, and the line below it; empty: none.
    void setHead(const QString &heading, const QString &of);

    /// Where the body's widgets go, and their parent.
    [[nodiscard]] QVBoxLayout *column() const { return m_column; }
    [[nodiscard]] QWidget *body() const { return m_body; }
    /// Fields with their labels beside them, at the end of the body.
    [[nodiscard]] QFormLayout *addFields();
    /// `label` with its mnemonic; `key` becomes the field's object name.
    static void addField(QFormLayout *fields, const QString &label, QWidget *field,
                         const QString &key);
    /// "Show as command", at the end of the body, which must be complete by now.
    [[nodiscard]] CommandBox *addCommand();

    /// The button that calls act(). Of a dangerous action Cancel is the default.
    void setAction(const QString &text, const QString &objectName, ButtonKind kind);
    [[nodiscard]] QPushButton *action() const { return m_action; }
    [[nodiscard]] QPushButton *cancel() const { return m_cancel; }
    /// The words of the action's button. It only gets wider, so that nothing moves beside it.
    void setActionText(const QString &text);
    /// What the action interrupts, in bold beside its button as long as nothing is in the way;
    /// empty: nothing. Before setProblem().
    void setImpact(const QString &impact);
    /// What stands in the way, at the foot and for a screen reader; empty: nothing, and the button
    /// can be pressed. `known`: false while that is still being found out. `meaning`: what the
    /// button is to be described with where nothing is in the way.
    void setProblem(const QString &problem, bool known, const QString &meaning = {});
    /// The same for what is only still to be done: it stands in the way, but nothing is wrong.
    void setHint(const QString &hint);

    /// Grows to what the body wants, as far as the screen has room, until the button can be
    /// pressed for the first time, or the user has made it smaller. Later the body scrolls and the
    /// buttons stay where they are.
    void fit();
    /// The action's button was pressed while nothing stood in the way.
    virtual void act() = 0;

    void showEvent(QShowEvent *event) override;

private:
    class Body;

    [[nodiscard]] QWidget *makeHead();
    [[nodiscard]] QWidget *makeFoot();
    void block(NotePanel::Kind kind, const QString &why, const QString &meaning);

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
    bool m_inTheWay = false;
    int m_fitted = 0; ///< the height that fit() has given it
    bool m_shown = false;
    bool m_settled = false;
};

} // namespace oriel::ui
