#pragma once

#include "base/result.h"

#include <QtCore/QJsonObject>

#include <functional>

namespace oriel::operations {

/// How an operation lends its journal to the parts that it is made of: Operation::intend() and
/// record(), which are its own.
struct StepLog
{
    using Written = std::function<void(const Result<Nothing> &)>;

    /// What `then` gets an error for must not be sent.
    std::function<void(const QString &step, const QJsonObject &facts, Written then)> intend;
    std::function<void(const QString &step, const QJsonObject &facts)> record;
};

} // namespace oriel::operations
