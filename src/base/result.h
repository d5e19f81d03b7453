#pragma once

#include "base/error.h"

#include <utility>
#include <variant>

namespace oriel {

/// A value, or the Error that occurred instead. Exceptions do not cross rooms.
template <typename T>
class [[nodiscard]] Result
{
public:
    Result(T value)
        : m_state(std::in_place_index<0>, std::move(value))
    {} // NOLINT(google-explicit-constructor)
    Result(Error error)
        : m_state(std::in_place_index<1>, std::move(error))
    {} // NOLINT(google-explicit-constructor)

    [[nodiscard]] bool ok() const noexcept { return m_state.index() == 0; }
    explicit operator bool() const noexcept { return ok(); }

    /// Requires ok().
    [[nodiscard]] const T &value() const & { return std::get<0>(m_state); }
    [[nodiscard]] T &value() & { return std::get<0>(m_state); }
    [[nodiscard]] T &&value() && { return std::get<0>(std::move(m_state)); }
    const T &operator*() const & { return value(); }
    T &operator*() & { return value(); }
    T &&operator*() && { return std::move(*this).value(); }
    const T *operator->() const { return &value(); }
    T *operator->() { return &value(); }

    /// Requires !ok().
    [[nodiscard]] const Error &error() const { return std::get<1>(m_state); }
    [[nodiscard]] Error &error() { return std::get<1>(m_state); }

private:
    std::variant<T, Error> m_state;
};

/// The value of calls whose answer has no body (202 or 204).
struct Nothing
{
    bool operator==(const Nothing &) const = default;
};

} // namespace oriel
