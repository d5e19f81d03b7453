#pragma once

#include "models/rowmodel.h"
#include "ui/uicontext.h"

#include <QtCore/QPointer>
#include <QtWidgets/QMenu>
#include <QtWidgets/QWidget>

#include <functional>

class QLabel;
class QPushButton;
class QStackedLayout;
class QToolButton;

namespace oriel::ui {

class CloudSearchBar;
class NoticeBar;
class FilterBar;
class MessagePane;
class TableView;

/// A list's texts and names, beside its model.
struct ListWords
{
    QString
        key; ///< in the settings, and the table's object name with "Table" appended: "instances"
    QString title;       ///< "Instances": the table's accessible name
    QString placeholder; ///< "Filter instances"; empty: no filter field
    QString icon;        ///< for the empty state
    QString emptyTitle;  ///< "No instances yet"
    QString emptyText;   ///< an explanation
    QString failed;      ///< "The instances could not be loaded."
};

/// A list with its filter, column chooser and table, and the four states without data. Used by
/// pages and by the tabs of the instance page.
class ListPanel : public QWidget
{
    Q_OBJECT

public:
    /// Takes ownership of `model`.
    ListPanel(const UiContext &ui, std::unique_ptr<models::RowModel> model, ListWords words,
              QWidget *parent = nullptr);
    ~ListPanel() override;

    [[nodiscard]] TableView &table() { return *m_table; }
    [[nodiscard]] const TableView &table() const { return *m_table; }
    [[nodiscard]] models::RowModel &model() { return *m_model; }
    [[nodiscard]] const models::RowModel &model() const { return *m_model; }
    [[nodiscard]] FilterBar &filterBar() { return *m_filterBar; }

    /// Fills the row menu each time before it is shown.
    void setMenu(std::function<void(QMenu &)> fill);
    /// Adds the action as a button to the empty state.
    void setEmptyAction(QAction *action) { m_emptyAction = action; }
    /// The message if a choice beside the filter field leaves no row; empty: the default message.
    void setNoneWords(const QString &title, const QString &text);
    /// Called by Retry and the refresh button.
    void setRefresh(std::function<void()> refresh) { m_refresh = std::move(refresh); }
    /// Searches the whole cloud if the list is too long to be held.
    [[nodiscard]] CloudSearchBar &cloudSearch() { return *m_cloudSearch; }
    /// Clears all filters, so that a requested row is visible.
    void showAll();

    /// "40", "3 of 40"; "50,000+" if the cloud has more.
    [[nodiscard]] QString countText() const;
    /// "3 selected"; empty if no row is.
    [[nodiscard]] QString selectionText() const;
    /// "updated 12 s ago"; before the first answer "as of 14:02, refreshing", or empty without
    /// cached rows.
    [[nodiscard]] QString asOfText() const;

Q_SIGNALS:
    /// countText(), selectionText() or asOfText() may have changed.
    void countChanged();

private:
    void updateState();
    void showNothingMatches();
    void updateBanner();
    void showMenu(const QRect &place);
    void tick();
    QToolButton *makeToolButton(const QString &icon, const QString &text);

    UiContext m_ui;
    ListWords m_words;
    std::unique_ptr<models::RowModel> m_model;
    FilterBar *m_filterBar;
    NoticeBar *m_stale;
    CloudSearchBar *m_cloudSearch;
    QStackedLayout *m_stack;
    TableView *m_table;
    QLabel *m_cachedAge; ///< beside the filter, while the rows are cached
    QWidget *m_skeleton;
    MessagePane *m_message;
    std::function<void(QMenu &)> m_fillMenu;
    std::function<void()> m_refresh;
    QPointer<QAction> m_emptyAction;
    QString m_noneTitle;
    QString m_noneText;
    QPointer<QMenu> m_menu;
    std::optional<Error> m_shownError; ///< the error in the message pane
};

} // namespace oriel::ui
