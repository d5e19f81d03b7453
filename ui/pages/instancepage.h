#pragma once

#include "store/cloudstores.h"
#include "ui/pages/page.h"
#include "ui/uicontext.h"

class QStackedLayout;

namespace oriel::ui {

class InstanceBody;
class MessagePane;

/// One instance: name, status, actions, and the tabs Overview, Volumes, Networking, Snapshots and
/// Log. Says so where the instance is gone.
class InstancePage final : public Page
{
    Q_OBJECT

public:
    InstancePage(const UiContext &ui, QString serverId, QWidget *parent = nullptr);
    ~InstancePage() override;

    void entered(const Route &route) override;
    void left() override;
    [[nodiscard]] std::vector<Crumb> crumbs() const override;
    [[nodiscard]] QString statusText() const override;
    void refresh() override;
    void focusFilter() override;

private:
    void update();
    /// Asks for an instance that is in no list that is held.
    void ask();
    /// Once, when it is known whether the lists have all that belongs to the instance.
    void askForBelongings();

    UiContext m_ui;
    QString m_serverId;
    QString m_lastName; ///< what it was called, for when it is gone
    QStackedLayout *m_stack;
    QWidget *m_skeleton;
    MessagePane *m_message;
    InstanceBody *m_body = nullptr;
    std::unique_ptr<store::Subscription> m_subscription;
    bool m_belongingsAsked = false;
    bool m_gone = false; ///< the cloud says that there is no such instance
    bool m_told = false; ///< the message pane says what is the case now
};

} // namespace oriel::ui
