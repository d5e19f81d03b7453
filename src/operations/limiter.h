#pragma once

#include "operations/task.h"

#include <QtCore/QLatin1StringView>
#include <QtCore/QPointer>

#include <deque>
#include <functional>
#include <memory>
#include <utility>

namespace oriel::store {
class CloudStores;
} // namespace oriel::store

namespace oriel::operations {

/// Limits the number of operations that work at the same time; the others follow in order. Shared
/// by the operations that were started together. GUI thread.
class Limiter : public std::enable_shared_from_this<Limiter>
{
public:
    explicit Limiter(int places) : m_places(places) {}

    /// Held while an operation works; releases the place on destruction.
    class Place
    {
    public:
        Place() = default;
        explicit Place(std::shared_ptr<Limiter> limiter) : m_limiter(std::move(limiter)) {}
        Place(Place &&other) noexcept = default;
        Place &operator=(Place &&other) noexcept
        {
            std::swap(m_limiter, other.m_limiter);
            return *this;
        }
        ~Place()
        {
            if (m_limiter)
                m_limiter->leave();
        }

    private:
        std::shared_ptr<Limiter> m_limiter;
    };

    /// Waits for a place. Without a limiter it is available immediately.
    [[nodiscard]] static Awaitable<Place> place(const std::shared_ptr<Limiter> &limiter)
    {
        return {[limiter](QObject *context, const std::function<void(Place)> &then) {
            if (!limiter) {
                then({});
                return;
            }
            limiter->enter([context = QPointer(context), limiter = limiter.get(), then] {
                Place place(limiter->shared_from_this());
                if (context)
                    then(std::move(place));
            });
        }};
    }

    /// Calls `go` immediately if there is a place, otherwise later. Each call of `go` must be
    /// followed by leave().
    void enter(std::function<void()> go)
    {
        m_waiting.push_back(std::move(go));
        admit();
    }
    void leave()
    {
        ++m_places;
        admit();
    }

private:
    void admit()
    {
        while (m_places > 0 && !m_waiting.empty()) {
            --m_places;
            const auto go = std::move(m_waiting.front());
            m_waiting.pop_front();
            go();
        }
    }

    int m_places;
    std::deque<std::function<void()>> m_waiting;
};

/// The limiter with one place of all operations that change `what` ("port") in the cloud with these
/// stores. It lives as long as one of them has it.
[[nodiscard]] std::shared_ptr<Limiter> oneAtATime(const store::CloudStores &stores,
                                                  QLatin1StringView what);

} // namespace oriel::operations
