#pragma once

#include <QtCore/QJsonObject>

#include <functional>

namespace oriel::operations {

/// How an operation lends its journal to the parts that it is made of: Operation::intend() and
/// record(), which are its own.
struct StepLog
{
    std::function<void(const QString &step, const QJsonObject &facts, std::function<void()> then)>
        intend;
    std::function<void(const QString &step, const QJsonObject &facts)> record;
};

} // namespace oriel::operations
