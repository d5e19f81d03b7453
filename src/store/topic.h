#pragma once

#include "base/result.h"
#include "store/poller.h"

#include <QtCore/QObject>
#include <QtCore/QString>

#include <functional>

namespace oriel::store {

/// What looking for something in the whole cloud has come to.
struct Found
{
    qsizetype count = 0;
    bool hasMore = false;    ///< there is more of it, which was not fetched
    bool exactNames = false; ///< the service looked for things with exactly this name
};

/// What keeps one kind of resource fresh, without its type. GUI thread.
class Topic : public QObject
{
public:
    using QObject::QObject;
    using Then = std::function<void(Result<Found>)>;

    [[nodiscard]] virtual Poller &poller() = 0;
    /// The next question is for the whole list: not every change can be asked for.
    virtual void requireFullList() {}
    /// Of a list that is longer, only the newest rows are held. Before the first question.
    virtual void setMaximumHeld(qsizetype /*rows*/) {}
    /// Asks for one row now and puts it into the store; removes it where the answer is NotFound,
    /// and calls `gone` (may be null) then.
    // NOLINTNEXTLINE(performance-unnecessary-value-param)
    virtual void refreshRow(const QString & /*id*/, std::function<void()> /*gone*/) {}
    /// Looks for `text` in the whole cloud and puts what is found into the store, where it stays
    /// though the list may be too long to be held. The last search is made again whenever the list
    /// is.
    virtual void find(const QString & /*text*/, const Then &then) { then(Found{}); }
};

} // namespace oriel::store
