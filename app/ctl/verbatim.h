#pragma once

#include "net/endpoint.h"
#include "net/json.h"

#include <QtCore/QByteArray>
#include <QtCore/QHash>

#include <string_view>
#include <utility>
#include <vector>

namespace oriel::ctl {

/// A list in which each row is accompanied by one of its values as the service wrote it: a value
/// that the rest of Oriel does not use (a server's host), or converts (a time with microseconds).
template <typename List>
struct Verbatim
{
    /// The row, and the value as text; empty if it is missing or null.
    using Item = std::pair<typename List::Item, QString>;
    using Value = net::Page<Item>;

    List list;
    QByteArray rows;  ///< the answer's member that contains the rows: "servers"
    QByteArray value; ///< the member of each row

    [[nodiscard]] net::Request request() const { return list.request(); }

    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const
    {
        auto page = list.decode(answer);
        if (!page.ok())
            return page.error();
        const auto texts = net::json::decode<QHash<QString, QString>>(
            answer.body, [this](const net::json::Object &root) {
                QHash<QString, QString> found;
                for (const net::json::Object row : root.array(view(rows)).objects())
                    found.insert(row.text("id"), row.text(view(value)));
                return found;
            });
        if (!texts.ok())
            return texts.error();
        Value result;
        result.next = page->next;
        result.total = page->total;
        result.items.reserve(page->items.size());
        for (auto &item : page->items) {
            QString text = texts->value(item.id);
            result.items.emplace_back(std::move(item), std::move(text));
        }
        return result;
    }

    [[nodiscard]] Verbatim withMarker(const QString &marker) const
    {
        return {list.withMarker(marker), rows, value};
    }

    [[nodiscard]] std::optional<QString> peek(const net::Answer &answer) const
    {
        return list.peek(answer);
    }

    [[nodiscard]] static std::string_view view(const QByteArray &text)
    {
        return {text.constData(), static_cast<std::size_t>(text.size())};
    }
};

} // namespace oriel::ctl
