#include "ui/navigation/history.h"

namespace oriel::ui {

void History::push(const Route &route)
{
    if (m_routes.empty()) {
        m_routes.push_back(route);
        return;
    }
    if (m_routes[m_at] == route)
        return;
    m_routes.resize(m_at + 1);
    m_routes.push_back(route);
    if (m_routes.size() > longest)
        m_routes.erase(m_routes.begin());
    m_at = m_routes.size() - 1;
}

void History::replace(const Route &route)
{
    if (m_routes.empty())
        m_routes.push_back(route);
    else
        m_routes[m_at] = route;
}

std::optional<Route> History::back()
{
    if (!canGoBack())
        return std::nullopt;
    return m_routes[--m_at];
}

std::optional<Route> History::forward()
{
    if (!canGoForward())
        return std::nullopt;
    return m_routes[++m_at];
}

void History::clear()
{
    m_routes.clear();
    m_at = 0;
}

std::optional<Route> History::current() const
{
    if (m_routes.empty())
        return std::nullopt;
    return m_routes[m_at];
}

} // namespace oriel::ui
