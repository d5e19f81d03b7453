#pragma once

#include <deque>
#include <functional>
#include <memory>

namespace oriel::operations {

/// Lets so many at a time work at the cloud, the others after them in their order. Shared by the
/// operations that were started together. GUI thread.
class Turnstile
{
public:
    explicit Turnstile(int places) : m_places(places) {}

    /// Calls `go` at once where there is a place, later otherwise. Who has gone in must leave().
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

} // namespace oriel::operations
