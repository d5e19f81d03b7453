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
    QString key; ///< what it leads to; empty: the line only tells something
    QIcon icon;
    QString text;
    QString kind; ///< at the right end
};

/// The list that opens below a search field. The field keeps the focus and passes its keys on.
/// There is one highlight, moved by keys and by the mouse, and it belongs to an item, not to a
/// line: where the suggestions change, it stays on its item or goes.
class SuggestionList final : public QListView, public PressableItems
{
    Q_OBJECT

public:
    /// `field` is the search field; it outlives the list.
    SuggestionList(Theme &theme, QWidget *field);
    ~SuggestionList() override;

    /// For another text: the first suggestion is highlighted, unless the user has moved the
    /// highlight since restart().
    void setSuggestions(std::vector<Suggestion> suggestions);
    /// For the same text as before. As long as the user has moved the highlight or points at the
    /// list, every suggestion stays in its line, one that is gone is disabled, and what is new
    /// comes at the end.
    void updateSuggestions(std::vector<Suggestion> suggestions);
    /// The user has typed: what was highlighted before does not bind any more.
    void restart() { m_moved = false; }

    /// Shows the list below the field, at least `least` pixels wide.
    void open(int least);
    /// Empty: nothing is highlighted.
    [[nodiscard]] QString highlighted() const;
    /// Up, Down, Page Up, Page Down; false: the key is not the list's.
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
    bool m_moved = false; ///< the user has chosen the highlight
    QPoint m_pointer;     ///< where the pointer was when the list opened
    QString m_pressed;    ///< on what the mouse button went down
};

} // namespace oriel::ui
