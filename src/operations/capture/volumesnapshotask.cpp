#include "operations/capture/volumesnapshotask.h"

#include "net/apiclient.h"
#include "openstack/blockstorage/requests.h"
#include "operations/journal/journalcodec.h"
#include "operations/looks.h"
#include "operations/stamps.h"
#include "store/cloudstores.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

VolumeSnapshotAsk::VolumeSnapshotAsk(Context context, StepLog log, Wish wish, QObject *parent)
    : QObject(parent)
    , m_context(std::move(context))
    , m_log(std::move(log))
    , m_wish(std::move(wish))
{}

QString VolumeSnapshotAsk::stepName(const QString &volumeId)
{
    return u"volume-snapshot:"_s + volumeId;
}

void VolumeSnapshotAsk::start()
{
    m_log.intend(stepName(m_wish.volumeId), {}, [this](const Result<Nothing> &written) {
        if (written.ok())
            send();
        else
            Q_EMIT refused(written.error());
    });
}

void VolumeSnapshotAsk::resume()
{
    m_resumed = true;
    search({});
}

void VolumeSnapshotAsk::send()
{
    m_context.client
        .call(openstack::CreateVolumeSnapshot{m_wish.volumeId, m_wish.name, m_wish.description,
                                              m_wish.metadata})
        .then(this, [this](auto result) {
            const QString step = stepName(m_wish.volumeId);
            if (result.ok()) {
                m_context.stores.volumeSnapshots.upsert({result.value()});
                m_log.record(step, {{u"id"_s, result.value().id}});
                Q_EMIT asked(result.value());
            } else if (net::mayHaveHappened(result.error())) {
                search(result.error());
            } else {
                m_log.record(step, {{u"error"_s, toJson(result.error())}});
                Q_EMIT refused(result.error());
            }
        });
}

void VolumeSnapshotAsk::search(const Error &error)
{
    openstack::ListVolumeSnapshots list;
    list.volumeId = m_wish.volumeId;
    m_context.client.call(list).then(this, [this, error](auto result) {
        if (result.ok()) {
            const QString key = stampKey("operation"_L1);
            const auto &items = result.value().items;
            const auto mine = std::ranges::find_if(items, [&](const auto &snapshot) {
                return snapshot.volumeId == m_wish.volumeId &&
                       snapshot.metadata.value(key) == m_wish.metadata.value(key);
            });
            if (mine != items.end()) {
                m_context.stores.volumeSnapshots.upsert({*mine});
                m_log.record(stepName(m_wish.volumeId), {{u"id"_s, mine->id}});
                Q_EMIT asked(*mine);
                return;
            }
        }
        if (++m_tries < (m_resumed ? looksForTheRefused : looksFor(error))) {
            m_context.clock.after(m_pace.next(), this, [this, error] { search(error); });
        } else if (!result.ok()) {
            Q_EMIT lost(m_resumed ? result.error() : error);
        } else if (m_resumed) {
            m_resumed = false;
            m_tries = 0;
            start();
        } else {
            Q_EMIT lost(error); // not to find it is no evidence that it was never asked for
        }
    });
}

} // namespace oriel::operations
