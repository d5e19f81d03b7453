#include "store/imagestopic.h"

using namespace Qt::StringLiterals;

namespace oriel::store {

void ImagesTopic::fetchLeftOut(std::function<void(std::vector<openstack::Image>)> then)
{
    List list;
    list.filters.insert(u"os_hidden"_s, u"true"_s);
    client().all(list).then(
        this, [this, then = std::move(then)](Result<std::vector<openstack::Image>> hidden) {
            // A Glance that does not support hidden images refuses the filter, and has none.
            if (hidden)
                m_hidden = std::move(*hidden);
            m_hiddenUntil = clock().elapsed() + fullListInterval;
            then(m_hidden);
        });
}

bool ImagesTopic::needsLeftOut(const std::function<qsizetype()> &missing) const
{
    const auto known = std::ranges::count_if(m_hidden, [this](const openstack::Image &image) {
        return store().find(image.id) != nullptr;
    });
    return clock().elapsed() >= m_hiddenUntil || missing() > known;
}

QSet<QString> ImagesTopic::leftOut() const
{
    QSet<QString> ids;
    for (const openstack::Image &image : m_hidden)
        ids.insert(image.id);
    return ids;
}

void ImagesTopic::fetchChanges(const QDateTime &since, Poller::Done done)
{
    List list;
    list.filters.insert(u"updated_at"_s, "gte:"_L1 + since.toUTC().toString(Qt::ISODate));
    const auto mark = store().mark();
    client().all(list).then(this, [this, mark, done = std::move(done)](
                                      Result<std::vector<openstack::Image>> rows) mutable {
        if (rows) {
            mergeChanges(std::move(*rows), mark);
            done({});
            return;
        }
        m_refused = rows.error().kind == ErrorKind::BadRequest;
        if (m_refused)
            fetchAll(std::move(done));
        else
            done(rows.error());
    });
}

} // namespace oriel::store
