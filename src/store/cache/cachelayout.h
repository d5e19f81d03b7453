#pragma once

#include "openstack/fieldvisitor.h"

#include <QtCore/QDateTime>
#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <optional>
#include <string_view>
#include <vector>

namespace oriel::store {

/// Computes a number that identifies the cache's layout: it depends on the names and types of all
/// fields in order.
class CacheLayout : public openstack::FieldVisitor<CacheLayout>
{
public:
    /// `format`: the version of everything that is not a row.
    explicit CacheLayout(std::string_view format) { mix(format); }

    template <typename Row>
    void add()
    {
        mix("{");
        Row row;
        Row::fields(*this, row);
        mix("}");
    }

    void visit(std::string_view key, auto &member)
    {
        mix(key);
        type(member);
    }

    [[nodiscard]] quint32 number() const { return m_hash; }

private:
    void type(const QString &) { mix("text"); }
    void type(int) { mix("int"); }
    void type(qint64) { mix("int64"); }
    void type(bool) { mix("bool"); }
    void type(const QDateTime &) { mix("time"); }
    void type(const QStringList &) { mix("texts"); }
    void type(const QMap<QString, QString> &) { mix("map"); }
    template <typename Row>
    void type(const std::vector<Row> &)
    {
        mix("list");
        add<Row>();
    }
    template <typename Row>
    void type(const std::optional<Row> &)
    {
        mix("optional");
        add<Row>();
    }
    template <typename Row>
    void type(const Row &)
    {
        add<Row>();
    }

    /// FNV-1a; a NUL ends each text.
    void mix(std::string_view text)
    {
        constexpr quint32 prime = 16'777'619;
        for (const char c : text)
            m_hash = (m_hash ^ static_cast<uchar>(c)) * prime;
        m_hash *= prime;
    }

    quint32 m_hash = 2'166'136'261;
};

} // namespace oriel::store
