#pragma once

#include <QtCore/QString>

namespace oriel {

/// The text with characters that are invisible but affect the display written out: control
/// characters as \n, \t, \r or \x1b, and bidirectional controls as \u202e. Long runs of combining
/// characters are cut with an ellipsis, because their layout takes seconds. Other text is returned
/// unchanged.
[[nodiscard]] QString visible(const QString &text);

/// The same for multi-line text: line ends and tabs are kept.
[[nodiscard]] QString visibleLines(const QString &text);

/// The part of a value that can be laid out quickly: its first 1000 characters, without the runs
/// that visible() cuts. For text that is painted or measured; what is copied, sent or stored stays
/// complete.
[[nodiscard]] QString shortened(const QString &text);

/// A value to be quoted in a sentence: shortened() and visible(), and enclosed in isolates (U+2068
/// and U+2069) if it contains right-to-left letters, so that they do not reorder the sentence. For
/// sentences only: what is copied, sent or stored is the value itself.
[[nodiscard]] QString isolated(const QString &value);

/// The sentence without its isolates, for terminals and pipes.
[[nodiscard]] QString withoutIsolates(QString sentence);

} // namespace oriel
