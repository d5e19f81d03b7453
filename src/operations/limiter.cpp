#include "operations/limiter.h"

#include <QtCore/QString>

#include <map>

namespace oriel::operations {

std::shared_ptr<Limiter> oneAtATime(const store::CloudStores &stores, QLatin1StringView what)
{
    using Key = std::pair<const store::CloudStores *, QString>;
    static std::map<Key, std::weak_ptr<Limiter>> limiters;
    std::erase_if(limiters, [](const auto &entry) { return entry.second.expired(); });
    auto &known = limiters[{&stores, QString(what)}];
    auto limiter = known.lock();
    if (!limiter)
        known = limiter = std::make_shared<Limiter>(1);
    return limiter;
}

} // namespace oriel::operations
