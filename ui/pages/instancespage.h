#pragma once

#include "operations/operationtypes.h"
#include "ui/pages/listpage.h"

namespace oriel::operations {
class Operation;
}

namespace oriel::ui {

class ServerActionsController;

/// Compute → Instances.
class InstancesPage final : public ListPage
{
    Q_OBJECT

public:
    explicit InstancesPage(const UiContext &ui, QWidget *parent = nullptr);

protected:
    void follow(const QString &columnKey, const QString &target) override;
    void open(const QString &id) override;
    void fillMenu(QMenu &menu) override;

private:
    /// A snapshot that has been begun here and runs.
    struct Started
    {
        QString operationId;
        operations::Subject server;
    };

    void tellStarted(const operations::Operation &operation);
    void tellWhatIsLeft();

    ServerActionsController *m_actions;
    std::vector<Started> m_started; ///< of which the notice tells
};

} // namespace oriel::ui
