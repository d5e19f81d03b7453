#include "forms/actionrecord.h"

#include "net/apiclient.h"

#include <algorithm>
#include <iterator>

namespace oriel::forms {

namespace {

constexpr int actionsAtOnce = 50;

} // namespace

using openstack::InstanceAction;

ActionRecord::ActionRecord(net::ApiClient &client, QString serverId, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_serverId(std::move(serverId))
{}

void ActionRecord::load()
{
    m_job.abort();
    m_loadingOlder = false;
    m_job = m_client.call(openstack::ListInstanceActions{m_serverId, actionsAtOnce});
    m_job.then(this, [this](Answer answer) { takeNewest(std::move(answer)); });
}

void ActionRecord::takeNewest(Answer answer)
{
    if (!answer.ok() && answer.error().kind == ErrorKind::NotFound)
        answer = std::vector<InstanceAction>(); // of a deleted instance
    m_error = answer.ok() ? std::optional<Error>() : answer.error();
    if (answer.ok()) {
        m_hasOlder = answer->size() >= actionsAtOnce;
        // What was loaded before stays below.
        const auto known = answer->empty() ? m_actions.end()
                                           : std::ranges::find(m_actions, answer->back().requestId,
                                                               &InstanceAction::requestId);
        if (known != m_actions.end())
            answer->insert(answer->end(), std::next(known), m_actions.end());
        m_actions = std::move(*answer);
    }
    Q_EMIT listed();
}

void ActionRecord::loadOlder()
{
    if (m_actions.empty())
        return;
    m_job.abort();
    m_loadingOlder = true;
    m_job = m_client.call(
        openstack::ListInstanceActions{m_serverId, actionsAtOnce, m_actions.back().requestId});
    m_job.then(this, [this](Answer answer) { takeOlder(std::move(answer)); });
}

void ActionRecord::takeOlder(Answer answer)
{
    m_loadingOlder = false;
    m_error = answer.ok() ? std::optional<Error>() : answer.error();
    if (answer.ok()) {
        m_hasOlder = answer->size() >= actionsAtOnce;
        m_actions.insert(m_actions.end(), answer->begin(), answer->end());
    }
    Q_EMIT listed();
}

void ActionRecord::explain(const QString &requestId)
{
    m_client.call(openstack::GetInstanceAction{m_serverId, requestId})
        .then(this, [this](const Result<InstanceAction> &answer) {
            if (!answer.ok())
                return; // the action is shown without it
            m_details.insert(answer->requestId, *answer);
            Q_EMIT explained();
        });
}

} // namespace oriel::forms
