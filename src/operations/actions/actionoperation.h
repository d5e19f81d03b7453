#pragma once

#include "operations/actions/action.h"
#include "operations/operation.h"
#include "operations/temporarystop.h"

#include <optional>
#include <utility>

namespace oriel::operations {

/// Carries out an action on one resource. Everything specific to an action is in its
/// Action::perform.
class ActionOperation final : public Operation
{
    Q_OBJECT

public:
    /// `action` is one of actions(), or must outlive the operation.
    ActionOperation(Context context, const Action &action, Subject target, Values values = {},
                    QObject *parent = nullptr);

    [[nodiscard]] const Action &action() const { return m_action; }
    [[nodiscard]] const Subject &target() const { return m_target; }
    /// What was entered, and what learn() has added.
    [[nodiscard]] const Values &values() const { return m_values; }
    [[nodiscard]] QString text(QLatin1StringView key) const
    {
        return m_values.value(key).toString();
    }

    [[nodiscard]] QString title() const override { return m_action.titleOf(m_target, m_values); }
    [[nodiscard]] Subject subject() const override { return m_target; }
    [[nodiscard]] bool concerns(const QString &id) const override;
    [[nodiscard]] QString command() const override;
    [[nodiscard]] QString kind() const override { return m_action.key; }
    [[nodiscard]] QJsonObject intent() const override;
    [[nodiscard]] bool isOnlyWaiting() const override
    {
        return m_accepted && !(m_stop && m_stop->isPending());
    }
    [[nodiscard]] QString leavesShutOff() const override
    {
        return m_stop && m_stop->isOff() ? m_stop->instance().name : QString();
    }
    [[nodiscard]] QString losesPassword() const override
    {
        return m_secret.isEmpty() || m_target.kind != Kind::Server ? QString() : m_target.name;
    }
    [[nodiscard]] QString cancelText() const override { return m_cancelText; }
    [[nodiscard]] QString consequence() const override
    {
        return m_stop ? m_stop->consequence() : QString();
    }

    /// What the cloud told only in its answer, such as a password, for showing it once: it is kept
    /// nowhere else. Empty if there is nothing, it was taken before, or the operation has failed.
    [[nodiscard]] QString takeSecret() { return std::exchange(m_secret, {}); }

    // For Action::perform.
    void setSecret(const QString &secret) { m_secret = secret; }
    /// Adds to values() what a step has found out or made, but not to intent(): when the operation
    /// is resumed, the step finds it out again.
    void learn(const Facts &facts);
    /// The only request was accepted, and the cloud does the rest.
    void setAccepted() { m_accepted = true; }
    /// Shuts `instance` off for a part of the action, and starts it again. One for each operation.
    /// `stage`: of the shutdown.
    TemporaryStop &stopTemporarily(const Subject &instance, std::size_t stage = 0)
    {
        return m_stop ? *m_stop : m_stop.emplace(*this, instance, stage);
    }
    /// From now on it can be canceled, with this effect; empty: it can no longer be canceled.
    void setCancelText(const QString &text);
    using Operation::addLeftover;
    using Operation::addNote;
    using Operation::addRequestId;
    using Operation::begin;
    using Operation::context;
    using Operation::done;
    using Operation::earlierIntent;
    using Operation::earlierIntents;
    using Operation::earlierRecord;
    using Operation::failStage;
    using Operation::fetch;
    using Operation::hasBegunEarlier;
    using Operation::neverSent;
    using Operation::once;
    using Operation::pause;
    using Operation::progress;
    using Operation::record;
    using Operation::sending;
    using Operation::setResultId;
    using Operation::setStages;
    using Operation::until;
    using Operation::workOn;

protected:
    [[nodiscard]] bool needsJournal() const override { return !m_action.harmless; }
    Task<Ending> perform() override;
    void doCancel() override
    {
        if (m_stop)
            m_stop->showCanceled();
    }

private:
    [[nodiscard]] Values withoutSecrets(Values values) const;

    const Action &m_action;
    Subject m_target;
    Values m_entered;
    Values m_values;
    QString m_secret;
    QString m_cancelText;
    std::optional<TemporaryStop> m_stop;
    bool m_accepted = false;
};

} // namespace oriel::operations
