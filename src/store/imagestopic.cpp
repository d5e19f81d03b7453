#include "store/imagestopic.h"

#include <QtCore/QSet>

using namespace Qt::StringLiterals;

namespace oriel::store {

void ImagesTopic::addMore(std::vector<openstack::Image> rows,
                          std::function<void(std::vector<openstack::Image>)> then)
{
    openstack::ListImages list;
    list.filters.insert(u"os_hidden"_s, u"true"_s);
    client().all(list).then(this, [this, rows = std::move(rows), then = std::move(then)](
                                      Result<std::vector<openstack::Image>> hidden) mutable {
        // A Glance too old to know of hidden images refuses the filter, and has none.
        if (hidden)
            m_hidden = std::move(*hidden);
        QSet<QString> known;
        for (const openstack::Image &image : rows)
            known.insert(image.id);
        for (const openstack::Image &image : m_hidden) {
            if (!known.contains(image.id))
                rows.push_back(image);
        }
        then(std::move(rows));
    });
}

} // namespace oriel::store
