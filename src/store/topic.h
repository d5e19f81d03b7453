#pragma once

#include "base/result.h"
#include "store/poller.h"

#include <QtCore/QObject>
#include <QtCore/QString>

#include <functional>

namespace oriel::store {

/// The result of a search in the whole cloud.
struct Found
{
    qsizetype count = 0;
    bool hasMore = false;    ///< there are more matches, which were not fetched
    bool exactNames = false; ///< the service searched only for this exact name
};

/// Polls one kind of resource, without its type. GUI thread.
class Topic : public QObject
{
public:
    using QObject::QObject;
    using Then = std::function<void(Result<Found>)>;

    [[nodiscard]] virtual Poller &poller() = 0;
    /// The next request must be for the full list: some changes cannot be queried.
    virtual void requireFullList() {}
    /// Of a longer list, only the newest rows are held. Call it before the first request.
    virtual void setMaximumHeld(qsizetype /*rows*/) {}
    /// Fetches one row now and puts it into the store; on NotFound removes it and calls `gone` (may
    /// be null).
    // NOLINTNEXTLINE(performance-unnecessary-value-param)
    virtual void refreshRow(const QString & /*id*/, std::function<void()> /*gone*/) {}
    /// Searches the whole cloud for `text` and puts the results into the store, where they stay
    /// even if the list is too long to be held. The last search is repeated whenever the list is
    /// fetched.
    virtual void find(const QString & /*text*/, const Then &then) { then(Found{}); }
};

} // namespace oriel::store
