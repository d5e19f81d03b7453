#pragma once

#include <QtCore/QMetaObject>
#include <QtCore/QObject>
#include <QtCore/QThreadPool>

#include <memory>
#include <mutex>
#include <utility>

namespace oriel {

/// Computes for one receiver in the global thread pool. Each result is delivered in the receiver's
/// thread; once this is destroyed, none is. Nothing waits for a worker. As a member of the
/// receiver, or of what it owns.
class Worker
{
public:
    explicit Worker(QObject *receiver) : m_mailbox(std::make_shared<Mailbox>())
    {
        m_mailbox->receiver = receiver;
    }
    ~Worker()
    {
        const std::lock_guard lock(m_mailbox->mutex);
        m_mailbox->receiver = nullptr;
    }
    Q_DISABLE_COPY_MOVE(Worker)

    /// `work()` runs in a worker and must not use the receiver; `then(result)` runs in the
    /// receiver's thread, never before this has returned.
    template <typename Work, typename Then>
    void run(Work work, Then then)
    {
        QThreadPool::globalInstance()->start(
            [mailbox = m_mailbox, work = std::move(work), then = std::move(then)]() mutable {
                auto result = std::make_shared<decltype(work())>(work());
                // Held no longer than it takes to post one event.
                const std::lock_guard lock(mailbox->mutex);
                if (!mailbox->receiver)
                    return;
                QMetaObject::invokeMethod(
                    mailbox->receiver,
                    [mailbox, result, then = std::move(then)]() mutable {
                        if (mailbox->receiver)
                            then(std::move(*result));
                    },
                    Qt::QueuedConnection);
            });
    }

private:
    struct Mailbox
    {
        std::mutex mutex;
        QObject *receiver = nullptr; ///< null: gone; written in its thread only
    };

    std::shared_ptr<Mailbox> m_mailbox;
};

} // namespace oriel
