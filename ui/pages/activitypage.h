#pragma once

#include "ui/pages/page.h"
#include "ui/uicontext.h"

class QStackedWidget;
class QTableView;

namespace oriel::ui {

class ActivityModel;
class MessagePane;
class OperationDetails;

/// What was done in this run of Oriel, and how it went.
class ActivityPage : public Page
{
    Q_OBJECT

public:
    explicit ActivityPage(UiContext &ui, QWidget *parent = nullptr);

    void entered(const Route &route) override;
    void left() override;
    [[nodiscard]] std::vector<Crumb> crumbs() const override;
    [[nodiscard]] QString statusText() const override;
    void refresh() override {} // everything here is told as it happens

private:
    void showWhatThereIs();
    void tick(int visit);

    UiContext &m_ui;
    ActivityModel *m_model;
    QTableView *m_table;
    OperationDetails *m_details;
    QStackedWidget *m_stack;
    bool m_shown = false;
    int m_visit = 0; ///< counted, so that the ticking of an earlier visit ends
};

} // namespace oriel::ui
