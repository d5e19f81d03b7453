#pragma once

#include "net/endpoint.h"

#include <QtCore/QHash>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include <optional>
#include <utility>

namespace oriel::ctl {

/// A list in which each row is accompanied by its object as the service wrote it, for columns that
/// the rest of Oriel does not use.
template <typename List>
struct RawRows
{
    using Row = typename List::Item;
    using Item = std::pair<Row, QJsonObject>;
    using Value = net::Page<Item>;

    List list;
    /// Instead of those of the list, if the columns depend on them.
    std::optional<net::MicroversionRange> microversions = {};

    [[nodiscard]] net::Request request() const
    {
        net::Request request = list.request();
        if (microversions)
            request.microversions = microversions;
        return request;
    }

    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const
    {
        auto page = list.decode(answer);
        if (!page.ok())
            return page.error();
        QHash<QString, QJsonObject> objects;
        const QJsonObject root = QJsonDocument::fromJson(answer.body).object();
        for (const QJsonValue row : root.value(QLatin1StringView(Row::api.rows)).toArray())
            objects.insert(row.toObject().value(QLatin1StringView("id")).toString(),
                           row.toObject());
        Value result;
        result.next = page->next;
        result.total = page->total;
        for (Row &row : page->items) {
            QJsonObject object = objects.value(row.id);
            result.items.emplace_back(std::move(row), std::move(object));
        }
        return result;
    }

    [[nodiscard]] RawRows withMarker(const QString &marker) const
    {
        return {list.withMarker(marker), microversions};
    }

    [[nodiscard]] std::optional<QString> peek(const net::Answer &answer) const
    {
        return list.peek(answer);
    }
};

} // namespace oriel::ctl
