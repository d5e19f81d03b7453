#pragma once

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
    void tellStarted(const operations::Operation &operation);

    ServerActionsController *m_actions;
    QStringList m_noticeOperations; ///< whose beginning the notice tells
    QString m_noticeServer;         ///< the instance whose snapshot the notice's "Show" leads to
};

} // namespace oriel::ui
