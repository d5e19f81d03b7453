#pragma once

#include "base/result.h"

#include <utility>

namespace oriel::net {

/// A Result<T> with an erased T, on its way from the worker that decoded it.
class Outcome
{
public:
    virtual ~Outcome() = default;

    /// The Result<T>, as Job::finish() takes it.
    [[nodiscard]] virtual void *result() = 0;
    /// Its error; null if it is a value.
    [[nodiscard]] virtual Error *error() = 0;
};

template <typename T>
class OutcomeOf final : public Outcome
{
public:
    explicit OutcomeOf(Result<T> result) : m_result(std::move(result)) {}

    [[nodiscard]] void *result() override { return &m_result; }
    [[nodiscard]] Error *error() override { return m_result.ok() ? nullptr : &m_result.error(); }

private:
    Result<T> m_result;
};

} // namespace oriel::net
