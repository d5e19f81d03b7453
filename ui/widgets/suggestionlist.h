#pragma once

#include "ui/widgets/viewaccess.h"

#include <QtCore/QPoint>
#include <QtGui/QIcon>
#include <QtWidgets/QListView>

#include <vector>

class QKeyEvent;

namespace oriel::ui {

class Theme;

/// One line of a SuggestionList.
struct Suggestion
{
    QString key; ///< the target; empty: information only
    QIcon icon;
    QString text;
    QString kind; ///< at the right end
};

/// The list below a search field. The field keeps the focus and forwards its keys. There is one
/// highlight for keys and mouse, and it belongs to an item, not to a line: when the suggestions
/// change, it stays on its item or disappears.
class SuggestionList final : public QListView, public PressableItems
{
    Q_OBJECT

public:
    /// `field` is the search field; it must outlive the list.
    SuggestionList(Theme &theme, QWidget *field);
    ~SuggestionList() override;

    /// For a new text: highlights the first suggestion, unless the user has moved the highlight
    /// since restart().
    void setSuggestions(std::vector<Suggestion> suggestions);
    /// For the same text. If the user has moved the highlight or points at the list, every
    /// suggestion stays in its line, a removed one is disabled, and new ones are appended.
    void updateSuggestions(std::vector<Suggestion> suggestions);
    /// The user has typed: the previous highlight no longer matters.
    void restart() { m_moved = false; }

    /// Shows the list below the field, at least `least` pixels wide.
    void open(int least);
    /// Empty: nothing is highlighted.
    [[nodiscard]] QString highlighted() const;
    /// Up, Down, Page Up, Page Down; false: another key.
    bool move(const QKeyEvent &key);
    void pressItem(const QModelIndex &index) override;

Q_SIGNALS:
    /// A suggestion was clicked.
    void chosen(const QString &key);

protected:
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    class Model;

    void highlight(const QString &key);
    void highlightRow(int row);
    void place();
    [[nodiscard]] QString keyAt(const QPoint &at) const;

    QWidget *m_field;
    Model *m_model;
    int m_least = 0;
    bool m_moved = false; ///< the user has moved the highlight
    QPoint m_pointer;     ///< the pointer's position when the list opened
    QString m_pressed;    ///< the item under the pressed mouse button
};

} // namespace oriel::ui
