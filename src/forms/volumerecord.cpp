#include "forms/volumerecord.h"

#include "net/apiclient.h"
#include "store/cloudstores.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

VolumeRecord::VolumeRecord(net::ApiClient &client, const store::CloudStores &stores, QString id,
                           QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_stores(stores)
    , m_id(std::move(id))
{}

void VolumeRecord::refresh()
{
    m_asked.clear();
    update();
}

void VolumeRecord::update()
{
    const auto volume = m_stores.volumes.find(m_id);
    if (!volume || volume->status == m_asked)
        return;
    m_asked = volume->status;
    askForMessages();
    askForTransfer();
}

void VolumeRecord::askForMessages()
{
    openstack::List<openstack::Message> list;
    list.filters.insert(u"resource_uuid"_s, m_id);
    m_messagesJob.abort();
    m_messagesJob = m_client.call(list);
    m_messagesJob.then(this, [this](Result<net::Page<openstack::Message>> answer) {
        m_messages = answer.ok() ? std::move(answer->items) : std::vector<openstack::Message>();
        // Clouds that do not know the filter return those of others, too.
        std::erase_if(m_messages, [this](const openstack::Message &message) {
            return message.resourceId != m_id;
        });
        Q_EMIT changed();
    });
}

void VolumeRecord::askForTransfer()
{
    m_transferJob.abort();
    if (m_asked != "awaiting-transfer"_L1) {
        if (m_transfer) {
            m_transfer.reset();
            Q_EMIT changed();
        }
        return;
    }
    m_transferJob = m_client.call(openstack::List<openstack::VolumeTransfer>{});
    m_transferJob.then(this, [this](const Result<net::Page<openstack::VolumeTransfer>> &answer) {
        if (!answer.ok())
            return;
        const auto found =
            std::ranges::find(answer->items, m_id, &openstack::VolumeTransfer::volumeId);
        m_transfer = found == answer->items.end() ? std::nullopt : std::optional(*found);
        Q_EMIT changed();
    });
}

} // namespace oriel::forms
