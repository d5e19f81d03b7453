#pragma once

#include "store/cloudstores.h"
#include "ui/pages/page.h"
#include "ui/uicontext.h"

#include <chrono>
#include <map>

class QLabel;
class QScrollArea;

namespace oriel::ui {

class CountTile;
class DueSection;
class EvenGrid;
class QuotaGauge;
class RowList;

/// The state of the cloud at a glance: numbers of resources, quotas, what is running, what needs
/// attention.
class OverviewPage : public Page
{
    Q_OBJECT

public:
    explicit OverviewPage(const UiContext &ui, QWidget *parent = nullptr);
    ~OverviewPage() override;

    void entered(const Route &route) override;
    void left() override;
    [[nodiscard]] std::vector<Crumb> crumbs() const override;
    [[nodiscard]] QString statusText() const override;
    void refresh() override;

private:
    QWidget *makeTiles();
    QWidget *makeQuota();
    QWidget *makeSection(const QString &title, QWidget *content);
    void follow(const store::StoreBase &source);
    /// Combines many changes into one update.
    void later();
    void showAll();
    void showCounts();
    void showQuota();
    void showProblem();

    UiContext m_ui;
    std::vector<const store::StoreBase *> m_sources;
    std::unique_ptr<store::Subscription> m_subscription; ///< while the page is shown
    std::unique_ptr<store::Subscription> m_numbers;
    std::unique_ptr<store::Subscription> m_limitNumbers;
    CountTile *m_instances = nullptr;
    CountTile *m_images = nullptr;
    CountTile *m_volumes = nullptr;
    CountTile *m_snapshots = nullptr;
    EvenGrid *m_quotas = nullptr;
    std::map<QString, QuotaGauge *> m_gauges; ///< by forms::QuotaRow::key
    QLabel *m_limits = nullptr;
    RowList *m_running;
    RowList *m_decisions;
    QWidget *m_decisionSection = nullptr; ///< hidden if there is nothing to decide
    RowList *m_attention;
    DueSection *m_dueSection;
    QScrollArea *m_scroll = nullptr;
    QLabel *m_problem;
    bool m_due = false;
    std::chrono::milliseconds m_showTime{0}; ///< duration of the last full update
};

} // namespace oriel::ui
