#include "net/apiclient.h"
#include "openstack/compute/requests.h"
#include "operations/capture/powerstep.h"
#include "operations/createsnapshot.h"
#include "operations/journal/journalcodec.h"
#include "store/cloudstores.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

// Going on with what an earlier Oriel has left unfinished.

void CreateSnapshot::resume(const JournalEntry &left)
{
    m_left = left;
    showFirstStages();
    m_lastAnswer = context().clock.elapsed();
    const QString off = PowerStep::stepName(PowerStep::Kind::ShutOff);
    if (!left.intended(off) && !left.intended(u"create-image"_s)) {
        fail(failure(ErrorKind::Cancelled,
                     tr("Oriel ended before anything had been done, so there is no snapshot.")));
        return;
    }
    resumeLooking();
}

void CreateSnapshot::resumeLooking()
{
    context().client.call(openstack::GetServer{m_request.serverId}).then(this, [this](auto result) {
        if (isOver())
            return;
        if (result.ok()) {
            resumeWith(result.value());
            return;
        }
        const bool patient = context().clock.elapsed() - m_lastAnswer < patience;
        if (result.error().kind == ErrorKind::NotFound) {
            context().stores.servers.remove({m_request.serverId});
            if (!m_left->intended(u"create-image"_s)) {
                fail(result.error());
                return;
            }
            // A snapshot may be complete although its instance is gone.
            openstack::Server gone;
            gone.id = m_request.serverId;
            gone.name = m_serverName;
            resumeAsk(gone);
        } else if (isTransient(result.error()) && patient) {
            context().clock.after(m_pace.next(), this, [this] { resumeLooking(); });
        } else {
            endUnclear(result.error());
        }
    });
}

void CreateSnapshot::resumeWith(const openstack::Server &server)
{
    m_before = server;
    m_serverName = server.name;
    context().stores.servers.upsert({server});
    expectStages();
    const QString off = PowerStep::stepName(PowerStep::Kind::ShutOff);
    if (m_left->intended(off)) {
        const QJsonObject came = m_left->recordOf(off).value_or(QJsonObject());
        m_stopRequestId = came.value("requestId"_L1).toString();
        m_offByUs = !came.isEmpty() && !came.contains("error"_L1) &&
                    !m_left->intended(u"keep-running"_s) && !m_left->recordOf(u"keep-running"_s);
        m_cancelled = m_left->recordOf(u"cancel"_s).has_value();
    }
    m_pace.restart();
    if (m_left->intended(u"create-image"_s))
        resumeAsk(server);
    else
        resumeShutOff();
}

void CreateSnapshot::resumeShutOff()
{
    const QString off = PowerStep::stepName(PowerStep::Kind::ShutOff);
    const auto goOn = [this, off] {
        makeShutOff()->resume(m_left->intentOf(off).value_or(QJsonObject()), m_left->recordOf(off));
    };
    if (m_stopRequestId.isEmpty()) {
        goOn();
        return;
    }
    // Hours may have passed, and the person may have helped themselves.
    context()
        .client.call(openstack::ListInstanceActions{m_request.serverId})
        .then(this, [this, goOn](auto result) {
            if (isOver())
                return;
            if (!result.ok() || !othersActedSince(result.value(), m_stopRequestId)) {
                goOn();
                return;
            }
            m_offByUs = false;
            fail(failure(ErrorKind::Cancelled,
                         tr("Oriel ended after it had shut the instance off. Somebody else has "
                            "changed the instance since, so it was left as it is and nothing was "
                            "captured.")));
        });
}

void CreateSnapshot::resumeAsk(const openstack::Server &server)
{
    m_captureRequested = true;
    const QJsonObject asked = m_left->intentOf(u"create-image"_s).value_or(QJsonObject());
    const QJsonObject came = m_left->recordOf(u"create-image"_s).value_or(QJsonObject());
    m_before = server;
    // As it was captured, not as it is now.
    m_before.taskState.clear();
    m_before.status = asked.value("status"_L1).toString();
    m_before.powerState = asked.value("power_state"_L1).toInt();
    for (const auto &known : asked.value("known"_L1).toArray())
        m_knownBefore.insert(known.toString());
    m_createRequestId = came.value("requestId"_L1).toString();
    m_stamps = stampsNow();
    if (m_request.shutOffFirst && m_offByUs)
        done(0);
    begin(askStage());
    if (const QString image = came.value("image"_L1).toString(); !image.isEmpty()) {
        adopt(image);
    } else if (came.contains("error"_L1)) {
        endWithoutImage(Doubt::Refused, errorFromJson(came.value("error"_L1).toObject()));
    } else {
        if (asked.contains("captures"_L1)) {
            m_capturesBefore.emplace();
            for (const auto &requestId : asked.value("captures"_L1).toArray())
                m_capturesBefore->append(requestId.toString());
        }
        resumeLost();
    }
}

QStringList CreateSnapshot::captureRequestIds(const std::vector<openstack::InstanceAction> &actions)
{
    QStringList ids;
    for (const openstack::InstanceAction &action : actions) {
        if (action.action == "createImage"_L1)
            ids.append(action.requestId);
    }
    return ids;
}

void CreateSnapshot::resumeLost()
{
    progress(askStage(), -1, tr("looking for the image by its stamp"));
    context()
        .client.call(openstack::ListInstanceActions{m_request.serverId})
        .then(this, [this](auto result) {
            // The compute service writes the action down before it does anything: where there is
            // none that was not there before, the request never left the Oriel that ended.
            const bool tells = result.ok() && m_capturesBefore;
            const bool arrived =
                !tells || std::ranges::any_of(captureRequestIds(result.value()),
                                              [this](const QString &requestId) {
                                                  return !m_capturesBefore->contains(requestId);
                                              });
            if (arrived) {
                search(Doubt::Lost,
                       failure(ErrorKind::AnswerLost,
                               tr("Oriel ended while it waited for the answer, and the cloud has "
                                  "no image with its stamp.")));
                return;
            }
            failStage(askStage(), {});
            conclude({Outcome::Failed,
                      failure(ErrorKind::Cancelled,
                              tr("Oriel ended just before it asked for the snapshot, so there is "
                                 "none."))});
        });
}

} // namespace oriel::operations
