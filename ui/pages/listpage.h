#pragma once

#include "store/cloudstores.h"
#include "ui/pages/page.h"
#include "ui/widgets/listpanel.h"

namespace oriel::ui {

class HeadBar;
class NoticeBar;

/// What tells one list page from another, beside its model and its actions.
struct ListPageSpec
{
    ListWords words;
    QString group;            ///< "Compute"
    QString one;              ///< "1 instance"
    QString manyPattern;      ///< "%1 instances"
    std::vector<Kind> topics; ///< kept fresh while the page is seen; the list's own first
    QString findBy; ///< what one of them is found by in the whole cloud: "its name or its id"
};

/// The one list page: title, actions, filter, table, states. Pages are small configurations of it.
class ListPage : public Page
{
    Q_OBJECT

public:
    void entered(const Route &route) override;
    void left() override;
    [[nodiscard]] std::vector<Crumb> crumbs() const override;
    [[nodiscard]] QString statusText() const override;
    void refresh() override;
    void focusFilter() override;

protected:
    ListPage(const UiContext &ui, std::unique_ptr<models::RowModel> model, ListPageSpec spec,
             QWidget *parent);
    ~ListPage() override;

    [[nodiscard]] const UiContext &ui() { return m_ui; }
    [[nodiscard]] ListPanel &panel() { return *m_panel; }
    [[nodiscard]] NoticeBar &notice() { return *m_notice; }
    /// Puts an action on the toolbar; the primary one last, at the right end.
    void addToolbarAction(QAction &action, const QString &icon, bool primary = false);

    /// A cell that leads somewhere was clicked.
    virtual void follow(const QString &columnKey, const QString &target) = 0;
    /// A row was opened by Enter or a double click.
    virtual void open(const QString &id) = 0;
    /// What can be done with the selected rows. "Copy id" is added behind it.
    virtual void fillMenu(QMenu &menu) = 0;
    /// An entry that leads somewhere; disabled with the reason where `route` is nothing.
    void addLink(QMenu &menu, const QString &text, const std::optional<Route> &route,
                 const QString &reason);

private:
    UiContext m_ui;
    ListPageSpec m_spec;
    NoticeBar *m_notice;
    ListPanel *m_panel;
    HeadBar *m_head = nullptr;
    std::unique_ptr<store::Subscription> m_subscription;
};

} // namespace oriel::ui
