#pragma once

#include "openstack/api.h"
#include "operations/failure.h"
#include "operations/operation.h"
#include "operations/snapshottags.h"
#include "operations/step.h"

#include <QtCore/QJsonArray>

#include <algorithm>

/// Traces for finding lost requests, for Step::trace. The context must outlive the trace.
namespace oriel::operations {

/// By the instance's list of actions: a request ID of `action` ("stop") that was not there before.
/// Nova records an action before it answers. Facts: "requestId".
[[nodiscard]] Trace traceByInstanceAction(const Context &context, const QString &serverId,
                                          const QString &action);

namespace detail {

template <typename Row>
QString tagOf(const Row &row, QLatin1StringView key)
{
    if constexpr (requires { row.metadata; })
        return row.metadata.value(tagKey(key));
    else
        return row.properties.value(tagKey(key));
}

template <typename List>
Task<Result<std::optional<Facts>>> findRow(const Context *context, List list, QString fact,
                                           std::function<bool(const typename List::Item &)> isIt)
{
    auto walk = context->client.all(list);
    auto rows = co_await walk;
    if (!rows.ok())
        co_return rows.error();
    const auto ours = std::ranges::find_if(rows.value(), isIt);
    std::optional<Facts> found;
    if (ours != rows.value().end())
        found = Facts{{fact, openstack::idOf(*ours)}};
    co_return found;
}

template <typename List>
Task<Result<Facts>> idsBefore(const Context *context, List list)
{
    auto walk = context->client.all(list);
    auto rows = co_await walk;
    if (!rows.ok())
        co_return rows.error();
    QJsonArray ids;
    for (const auto &row : rows.value())
        ids.append(openstack::idOf(row));
    co_return Facts{{u"before"_s, ids}};
}

template <typename List>
Task<Result<std::optional<Facts>>>
findNewcomer(const Context *context, List list,
             std::function<bool(const typename List::Item &)> isIt, Facts intent)
{
    auto walk = context->client.all(list);
    auto rows = co_await walk;
    if (!rows.ok())
        co_return rows.error();
    const QJsonArray before = intent.value("before"_L1).toArray();
    QStringList newcomers;
    for (const auto &row : rows.value()) {
        if (isIt(row) && !before.contains(openstack::idOf(row)))
            newcomers.append(openstack::idOf(row));
    }
    if (newcomers.size() > 1)
        co_return failureOf(List::Item::api.service, ErrorKind::AnswerLost,
                            Operation::tr("Several like it were made at the same time."),
                            context->clock.now());
    std::optional<Facts> found;
    if (newcomers.size() == 1)
        found = Facts{{u"id"_s, newcomers.front()}};
    co_return found;
}

template <typename Get>
Task<Result<std::optional<Facts>>> findAbsence(const Context *context, Get get)
{
    auto call = context->client.call(get);
    auto row = co_await call;
    std::optional<Facts> found;
    if (!row.ok() && row.error().kind != ErrorKind::NotFound)
        co_return row.error();
    if (!row.ok())
        found = Facts{{u"deleted"_s, true}};
    co_return found;
}

/// Whether a row of this status is being deleted.
[[nodiscard]] inline bool isBeingDeleted(const QString &status)
{
    return status == "deleting"_L1 || status == "pending_delete"_L1 || status == "deleted"_L1;
}

template <typename Get>
Task<Result<std::optional<Facts>>> findDeletion(const Context *context, Get get)
{
    auto call = context->client.call(get);
    auto row = co_await call;
    const bool gone = !row.ok() && row.error().kind == ErrorKind::NotFound;
    std::optional<Facts> found;
    if (!row.ok() && !gone)
        co_return row.error();
    if (gone || isBeingDeleted(row->status) || row->status == "error_deleting"_L1)
        found = Facts();
    co_return found;
}

template <typename Get>
Task<Result<std::optional<Facts>>>
findState(const Context *context, Get get,
          std::function<std::optional<Facts>(const typename Get::Value &, const Facts &)> evaluate,
          Facts intent)
{
    auto call = context->client.call(get);
    auto row = co_await call;
    if (!row.ok())
        co_return row.error();
    co_return evaluate(row.value(), intent);
}

} // namespace detail

/// By the row of `list` that `isIt` says is what was made. Facts: its ID, as `fact`.
template <net::PagedEndpoint List>
[[nodiscard]] Trace traceInList(const Context &context, const List &list,
                                std::function<bool(const typename List::Item &)> isIt,
                                const QString &fact = u"id"_s)
{
    return {.find = [context = &context, list, fact, isIt = std::move(isIt)](const Facts &) {
        return detail::findRow(context, list, fact, isIt);
    }};
}

/// For what can carry no tag: by the only row of `list` that was not there before the request and
/// that `isIt` says is like what was requested. Facts: its ID, as "id".
template <net::PagedEndpoint List>
[[nodiscard]] Trace traceByNewcomer(const Context &context, const List &list,
                                    std::function<bool(const typename List::Item &)> isIt)
{
    return {.before = [context = &context, list] { return detail::idsBefore(context, list); },
            .find =
                [context = &context, list, isIt = std::move(isIt)](const Facts &intent) {
                    return detail::findNewcomer(context, list, isIt, intent);
                }};
}

/// By Oriel's tag: the row of `list` with oriel:operation=`operationId`, for which `matches` holds
/// if the operation creates several. Facts: its ID, as `fact`.
template <net::PagedEndpoint List>
[[nodiscard]] Trace traceByTag(const Context &context, const QString &operationId, const List &list,
                               const QString &fact = u"id"_s,
                               std::function<bool(const typename List::Item &)> matches = {})
{
    // The service may ignore the list's filters.
    return traceInList(
        context, list,
        [operationId, matches = std::move(matches)](const typename List::Item &row) {
            return detail::tagOf(row, "operation"_L1) == operationId && (!matches || matches(row));
        },
        fact);
}

/// Of a deletion: by the cloud's answer that there is no such resource.
template <net::Endpoint Get>
[[nodiscard]] Trace traceByAbsence(const Context &context, const Get &get)
{
    return {.find = [context = &context, get](const Facts &) {
        return detail::findAbsence(context, get);
    }};
}

/// Of a deletion that takes time: by the status of the row, or by its absence.
template <net::Endpoint Get>
[[nodiscard]] Trace traceByDeletion(const Context &context, const Get &get)
{
    return {.find = [context = &context, get](const Facts &) {
        return detail::findDeletion(context, get);
    }};
}

/// For idempotent requests: nothing is looked up; Step::resend sends it again.
[[nodiscard]] Trace untraced();

/// By the resource's own state. `evaluate` receives it and the step's intent.
template <net::Endpoint Get>
[[nodiscard]] Trace traceByState(
    const Context &context, const Get &get,
    std::function<std::optional<Facts>(const typename Get::Value &, const Facts &)> evaluate)
{
    return {.find = [context = &context, get, evaluate = std::move(evaluate)](const Facts &intent) {
        return detail::findState(context, get, evaluate, intent);
    }};
}

} // namespace oriel::operations
