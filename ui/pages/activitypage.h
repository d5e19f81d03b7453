#pragma once

#include "ui/actions/helpoffers.h"
#include "ui/pages/page.h"
#include "ui/uicontext.h"

#include <QtCore/QSet>

class QStackedWidget;

namespace oriel::ui {

class ActivityFilter;
class ActivityModel;
class ActivityTable;
class FilterBar;
class MessagePane;
class NoticeBar;
class OperationDetails;
class MoveBackFlow;
class Undoing;

/// The operations of this run and of earlier ones, and their outcomes.
class ActivityPage : public Page
{
    Q_OBJECT

public:
    explicit ActivityPage(const UiContext &ui, QWidget *parent = nullptr);

    void entered(const Route &route) override;
    void left() override;
    [[nodiscard]] std::vector<Crumb> crumbs() const override;
    [[nodiscard]] QString statusText() const override;
    void refresh() override;
    void focusFilter() override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeFilterBar();
    QWidget *makeList();
    void showWhatThereIs();
    void showNoneText();
    void fitColumns();
    void showDetails();
    [[nodiscard]] bool isOfThisProject(const operations::JournalEntry &entry) const;
    [[nodiscard]] std::vector<HelpOffer> helpFor(const operations::JournalEntry &entry);
    void deleteKept(const operations::JournalEntry &entry);
    void removeLeftoversOf(const operations::JournalEntry &entry);
    void showMenu(const QPoint &at);
    void showAbandoned();
    void select(const QString &id);
    void tick(int visit);

    UiContext m_ui;
    ActivityModel *m_model;
    ActivityFilter *m_filter;
    FilterBar *m_filterBar;
    NoticeBar *m_notice;
    ActivityTable *m_table;
    OperationDetails *m_details;
    MoveBackFlow *m_moveBack;
    Undoing *m_undoing;
    QSet<QString> m_removed; ///< operations of earlier runs whose leftovers are being removed
    QStackedWidget *m_stack;
    MessagePane *m_none; ///< shown if a filter hides all rows
    QString m_wanted;    ///< the requested entry, until it has been read
    bool m_shown = false;
    int m_visit = 0; ///< incremented, so that the timer of an earlier visit stops
};

} // namespace oriel::ui
