#pragma once

#include <QtCore/QPointer>
#include <QtWidgets/QWidget>

#include <optional>
#include <vector>

class QGridLayout;
class QHBoxLayout;
class QLabel;
class QToolButton;

namespace oriel::ui {

class Theme;

/// Facts in two columns, label and value. A value is wrapped and its text can be selected, or it
/// has one line, which is elided if space is short, and a copy button. A value may be a link. A
/// value, or all of them together, may have a button to edit it in its place.
class FactGrid final : public QWidget
{
    Q_OBJECT

public:
    explicit FactGrid(Theme &theme, const QString &title, QWidget *parent = nullptr);

    /// How something is edited.
    struct Edit
    {
        QString key{};      ///< reported by editRequested; empty: it cannot be edited
        QString name{};     ///< of the button: "Edit description"
        QString obstacle{}; ///< why it is not possible now; empty: it is

        bool operator==(const Edit &) const = default;
    };
    /// One displayed fact. An empty value is shown as a dash.
    struct Fact
    {
        QString label;
        QString value;
        QString link{};        ///< reported by linkClicked; empty: no link
        bool copyable = false; ///< in one line, with a copy button; so is what cannot be wrapped
        bool mono = false;
        Edit edit{};

        bool operator==(const Fact &) const = default;
    };
    /// Shows exactly these facts. Unchanged ones are not touched, so that a refresh keeps the
    /// selection. An open editor is not touched either: if facts are added or removed, they are
    /// shown when it is closed.
    void setFacts(std::vector<Fact> facts);
    /// All facts are edited together, with a button beside the title.
    void setEdit(const Edit &edit);

    /// Puts `editor` in the place of what has this key, and takes ownership.
    void openEditor(const QString &key, QWidget *editor);
    /// Destroys the editor; the focus returns to its button.
    void closeEditor();
    /// The key of what is being edited; empty: nothing.
    [[nodiscard]] QString edited() const { return m_editor ? m_edited : QString(); }

Q_SIGNALS:
    void linkClicked(const QString &link);
    void editRequested(const QString &key);

private:
    struct Row
    {
        Fact fact;
        QWidget *value = nullptr;
        QToolButton *edit = nullptr; ///< null: it cannot be edited
        QHBoxLayout *line = nullptr; ///< of both, if it can
    };

    QWidget *makeValue(const Fact &fact);
    QToolButton *makeEdit(QWidget *parent);
    static void show(const Edit &edit, QToolButton *button);
    void makeRows(std::vector<Fact> facts);
    [[nodiscard]] bool fits(const std::vector<Fact> &facts) const;
    [[nodiscard]] Row *rowOf(const QString &key);

    Theme &m_theme;
    QToolButton *m_editAll;
    Edit m_edit;
    QWidget *m_inside = nullptr; ///< around the rows
    QGridLayout *m_grid = nullptr;
    std::vector<Row> m_rows;
    std::optional<std::vector<Fact>> m_waiting; ///< shown when the editor is closed
    QPointer<QWidget> m_editor;
    QString m_edited;
};

} // namespace oriel::ui
