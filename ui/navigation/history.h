#pragma once

#include "ui/navigation/route.h"

#include <optional>
#include <vector>

namespace oriel::ui {

/// The visited places, for back and forward.
class History
{
public:
    /// Appends `route` and discards the forward entries. The current route again changes nothing.
    void push(const Route &route);
    /// Replaces the current entry, without a step back to it.
    void replace(const Route &route);
    std::optional<Route> back();
    std::optional<Route> forward();
    void clear();

    [[nodiscard]] bool canGoBack() const { return m_at > 0; }
    [[nodiscard]] bool canGoForward() const { return m_at + 1 < m_routes.size(); }
    [[nodiscard]] std::optional<Route> current() const;

private:
    static constexpr std::size_t longest = 200;
    std::vector<Route> m_routes;
    std::size_t m_at = 0;
};

} // namespace oriel::ui
