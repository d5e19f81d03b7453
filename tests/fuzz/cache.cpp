// The cache's file. Where the first byte is even, the rest is the file's content behind a header
// that is right; where it is odd, the rest is a list of servers or volumes, encoded, with some
// bytes changed: position (2 bytes) and value, as many as the second byte says.

#include "openstack/blockstorage/volume.h"
#include "openstack/compute/server.h"
#include "store/cache/cachecodec.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDataStream>
#include <QtCore/QIODevice>

#include <cstdlib>

using namespace oriel;
using namespace oriel::store;

namespace {

/// Bytes before the content: mark, version, SHA-1 of the content.
constexpr qsizetype headerSize = 4 + 4 + 20;

QByteArray withHeader(const QByteArray &content)
{
    static const QByteArray empty = encodeCache({});
    return empty.left(8) + QCryptographicHash::hash(content, QCryptographicHash::Sha1) + content;
}

template <typename T>
bool fill(CachedState &state, const net::Answer &answer)
{
    const auto page = openstack::List<T>{}.decode(answer);
    if (!page.ok())
        return false;
    CachedList<T> &list = state.of<T>();
    list.asOf = QDateTime(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC);
    for (const T &row : page->items)
        list.rows.insert(row.id, std::make_shared<const T>(row));
    return true;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 2)
        return 0;
    QByteArray rest(reinterpret_cast<const char *>(data + 1), static_cast<int>(size - 1));
    if (data[0] % 2 == 0) {
        if (const auto state = decodeCache(withHeader(rest))) [[maybe_unused]]
            const QByteArray again = encodeCache(*state);
        return 0;
    }
    const qsizetype changes = std::min<qsizetype>(data[1], (rest.size() - 1) / 3);
    const QByteArray edits = rest.mid(1, 3 * changes);
    net::Answer answer;
    answer.status = 200;
    answer.body = rest.mid(1 + edits.size());
    CachedState state;
    if (!fill<openstack::Server>(state, answer) && !fill<openstack::Volume>(state, answer))
        return 0;
    const QByteArray encoded = encodeCache(state);
    const auto decoded = decodeCache(encoded);
    if (!decoded ||
        decoded->of<openstack::Server>().rows.size() != state.of<openstack::Server>().rows.size() ||
        decoded->of<openstack::Volume>().rows.size() != state.of<openstack::Volume>().rows.size())
        std::abort();
    QByteArray content = encoded.mid(headerSize);
    for (qsizetype i = 0; i + 2 < edits.size() && !content.isEmpty(); i += 3) {
        const int at = static_cast<uchar>(edits[i]) << 8 | static_cast<uchar>(edits[i + 1]);
        content[at % content.size()] = edits[i + 2];
    }
    if (const auto changed = decodeCache(withHeader(content))) [[maybe_unused]]
        const QByteArray again = encodeCache(*changed);
    return 0;
}
