#include "net/inflater.h"

#include <zlib.h>

#include <algorithm>

namespace oriel::net {

namespace {

/// A body grows by no more than this at once.
constexpr qint64 slice = qint64{64} * 1024;

/// gzip's first byte.
constexpr char gzipMagic = '\x1f';

} // namespace

Inflater::Inflater() : m_stream(std::make_unique<z_stream>())
{
    *m_stream = {};
    if (inflateInit2(m_stream.get(), MAX_WBITS + 32) != Z_OK) // gzip or zlib, as it says itself
        m_stream.reset();
}

Inflater::~Inflater()
{
    if (m_stream)
        inflateEnd(m_stream.get());
}

bool Inflater::feed(QByteArrayView packed, QByteArray &body, qint64 most)
{
    if (!m_stream)
        return false;
    QByteArray input = packed.toByteArray();
    m_stream->next_in = reinterpret_cast<Bytef *>(input.data());
    m_stream->avail_in = static_cast<uInt>(input.size());
    while (body.size() <= most) {
        if (m_complete) {
            if (m_stream->avail_in == 0)
                return true;
            if (m_begun) {
                // Packed data may follow on packed data; anything else behind it is padding.
                if (static_cast<char>(*m_stream->next_in) != gzipMagic)
                    return true;
                inflateReset(m_stream.get());
            }
            m_complete = false;
            m_begun = true;
        }
        const qsizetype before = body.size();
        const qint64 piece = std::min(slice, most + 1 - before);
        body.resize(before + piece);
        m_stream->next_out = reinterpret_cast<Bytef *>(body.data() + before);
        m_stream->avail_out = static_cast<uInt>(piece);
        const int outcome = inflate(m_stream.get(), Z_NO_FLUSH);
        body.resize(before + piece - m_stream->avail_out);
        if (outcome == Z_STREAM_END)
            m_complete = true;
        else if (outcome == Z_BUF_ERROR) // it wants more input
            return true;
        else if (outcome != Z_OK)
            return false;
        else if (m_stream->avail_in == 0 && m_stream->avail_out > 0)
            return true;
    }
    return true;
}

} // namespace oriel::net
