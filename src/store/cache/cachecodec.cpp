#include "store/cache/cachecodec.h"

#include "openstack/fieldvisitor.h"
#include "store/cache/cachelayout.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDataStream>
#include <QtCore/QIODevice>

#include <limits>

namespace oriel::store {

namespace {

constexpr quint32 magic = 0x4f52494c; // "ORIL"
constexpr QDataStream::Version layout = QDataStream::Qt_6_4;
constexpr qint64 noTime = std::numeric_limits<qint64>::min();

/// Writes values; texts go into a separate table, each once.
class Writer : public openstack::FieldVisitor<Writer>
{
public:
    void visit(std::string_view /*key*/, const auto &member) { put(member); }

    void put(const QString &text)
    {
        auto at = m_known.constFind(text);
        if (at == m_known.constEnd()) {
            at = m_known.insert(text, static_cast<quint32>(m_known.size()));
            m_texts << text.toUtf8();
        }
        m_rows << *at;
    }
    void put(int number) { m_rows << static_cast<qint32>(number); }
    void put(qint64 number) { m_rows << number; }
    void put(bool flag) { m_rows << flag; }
    void put(const QDateTime &time)
    {
        m_rows << (time.isValid() ? time.toMSecsSinceEpoch() : noTime);
    }
    void put(const QStringList &texts)
    {
        count(texts.size());
        for (const QString &text : texts)
            put(text);
    }
    void put(const QMap<QString, QString> &map)
    {
        count(map.size());
        for (auto it = map.cbegin(); it != map.cend(); ++it) {
            put(it.key());
            put(it.value());
        }
    }
    template <typename T>
    void put(const std::vector<T> &list)
    {
        count(static_cast<qsizetype>(list.size()));
        for (const T &one : list)
            put(one);
    }
    template <typename T>
    void put(const std::optional<T> &value)
    {
        put(value.has_value());
        if (value)
            put(*value);
    }
    template <typename T>
    void put(const CachedList<T> &list)
    {
        const bool known = list.asOf.isValid() && list.rows.size() <= mostCachedRows;
        put(known ? list.asOf : QDateTime());
        count(known ? list.rows.size() : 0);
        if (!known)
            return;
        for (const Row<T> &row : list.rows)
            put(*row);
    }
    template <openstack::HasFields<Writer> T>
    void put(const T &row)
    {
        T::fields(*this, row);
        if constexpr (requires { row.unreadable; })
            put(row.unreadable);
    }

    /// The table and the rows together.
    [[nodiscard]] QByteArray take()
    {
        QByteArray all;
        QDataStream out(&all, QIODevice::WriteOnly);
        out.setVersion(layout);
        out << static_cast<quint32>(m_known.size());
        out.writeRawData(m_textBytes.constData(), static_cast<int>(m_textBytes.size()));
        out.writeRawData(m_rowBytes.constData(), static_cast<int>(m_rowBytes.size()));
        return all;
    }

private:
    void count(qsizetype number) { m_rows << static_cast<quint32>(number); }

    QHash<QString, quint32> m_known;
    QByteArray m_textBytes;
    QByteArray m_rowBytes;
    QDataStream m_texts{&m_textBytes, QIODevice::WriteOnly};
    QDataStream m_rows{&m_rowBytes, QIODevice::WriteOnly};
};

/// Reads what a Writer wrote. After invalid data, everything reads as empty and ok() is false.
class Reader : public openstack::FieldVisitor<Reader>
{
public:
    explicit Reader(const QByteArray &bytes) : m_left(bytes.size()), m_in(bytes)
    {
        m_in.setVersion(layout);
        const qsizetype texts = count();
        m_texts.reserve(static_cast<std::size_t>(texts));
        QByteArray text;
        for (qsizetype i = 0; i < texts && ok(); ++i) {
            m_in >> text;
            m_texts.push_back(QString::fromUtf8(text));
        }
    }

    [[nodiscard]] bool ok() const { return !m_broken && m_in.status() == QDataStream::Ok; }
    [[nodiscard]] bool atEnd() const { return m_in.atEnd(); }

    void visit(std::string_view /*key*/, auto &member) { get(member); }

    void get(QString &text)
    {
        const auto at = number<quint32>();
        if (at < m_texts.size())
            text = m_texts[at];
        else
            m_broken = true;
    }
    void get(int &value) { value = number<qint32>(); }
    void get(qint64 &value) { value = number<qint64>(); }
    void get(bool &value) { value = number<bool>(); }
    void get(QDateTime &time)
    {
        const auto at = number<qint64>();
        time = at == noTime ? QDateTime() : QDateTime::fromMSecsSinceEpoch(at, Qt::UTC);
    }
    void get(QStringList &texts)
    {
        for (qsizetype left = count(); left > 0 && ok(); --left)
            get(texts.emplaceBack());
    }
    void get(QMap<QString, QString> &map)
    {
        for (qsizetype left = count(); left > 0 && ok(); --left) {
            QString key;
            get(key);
            get(map[key]);
        }
    }
    template <typename T>
    void get(std::vector<T> &list)
    {
        for (qsizetype left = count(); left > 0 && ok(); --left)
            get(list.emplace_back());
    }
    template <typename T>
    void get(std::optional<T> &value)
    {
        if (number<bool>())
            get(value.emplace());
    }
    template <typename T>
    void get(CachedList<T> &list)
    {
        get(list.asOf);
        const qsizetype rows = count();
        for (qsizetype left = rows; left > 0 && ok(); --left) {
            auto row = std::make_shared<T>();
            get(*row);
            const QString id = openstack::idOf(*row);
            list.rows.insert(id, std::move(row));
        }
    }
    template <openstack::HasFields<Reader> T>
    void get(T &row)
    {
        T::fields(*this, row);
        if constexpr (requires { row.unreadable; })
            get(row.unreadable);
    }

private:
    template <typename T>
    T number()
    {
        T value{};
        m_in >> value;
        return value;
    }
    /// The number of elements that follow: at most the number of bytes left, so that nothing absurd
    /// is reserved.
    qsizetype count()
    {
        const auto many = qsizetype{number<quint32>()};
        m_broken |= many > m_left;
        return ok() ? many : 0;
    }

    qsizetype m_left;
    bool m_broken = false;
    QDataStream m_in;
    std::vector<QString> m_texts;
};

/// Identifies the layout of what is written; a cache with another one is rejected.
quint32 version()
{
    static const quint32 number = [] {
        CacheLayout all("2");
        all.add<openstack::Scope>();
        Rows::each([&all]<typename T>() { all.add<T>(); });
        return all.number();
    }();
    return number;
}

QByteArray checksum(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha1);
}

} // namespace

QByteArray encodeCache(const CachedState &state)
{
    Writer writer;
    writer.put(state.scope);
    Rows::each([&]<typename T>() { writer.put(state.of<T>()); });
    const QByteArray body = writer.take();
    QByteArray bytes;
    bytes.reserve(body.size() + 64);
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out.setVersion(layout);
    out << magic << version() << checksum(body);
    out.writeRawData(body.constData(), static_cast<int>(body.size()));
    return bytes;
}

std::optional<CachedState> decodeCache(const QByteArray &bytes)
{
    QDataStream in(bytes);
    in.setVersion(layout);
    quint32 kind = 0;
    quint32 written = 0;
    in >> kind >> written;
    if (in.status() != QDataStream::Ok || kind != magic || written != version())
        return std::nullopt;
    QByteArray sum;
    in >> sum;
    if (in.status() != QDataStream::Ok)
        return std::nullopt;
    const QByteArray body = bytes.mid(in.device()->pos());
    if (checksum(body) != sum)
        return std::nullopt;
    Reader reader(body);
    CachedState state;
    reader.get(state.scope);
    Rows::each([&]<typename T>() { reader.get(state.of<T>()); });
    if (!reader.ok() || !reader.atEnd())
        return std::nullopt;
    return state;
}

} // namespace oriel::store
