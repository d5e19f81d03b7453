#pragma once

#include <QtCore/QString>

namespace oriel {

/// The text with every character that is not seen but changes how the rest is shown written out:
/// control characters as \n, \t, \r or \x1b, and the characters that set the direction of text as
/// \u202e. Long runs of combining characters are cut with an ellipsis: to lay them out takes
/// seconds. Returns the same text where there is none of these.
[[nodiscard]] QString visible(const QString &text);

/// The same for a text of several lines: line ends and tabs stay.
[[nodiscard]] QString visibleLines(const QString &text);

/// As much of a value as can be laid out at once: its first 1000 characters, and none of the runs
/// that visible() cuts. For what is painted or measured; what is copied, sent or stored is whole.
[[nodiscard]] QString shortened(const QString &text);

/// A value to be quoted in a sentence: shortened() and visible(), and enclosed in isolates (U+2068
/// and U+2069) where it contains letters that run from right to left, so that they do not reorder
/// the sentence. For sentences only: what is copied, sent or stored is the value itself.
[[nodiscard]] QString isolated(const QString &value);

/// The sentence without its isolates, for output that does not know them: a terminal, a pipe.
[[nodiscard]] QString withoutIsolates(QString sentence);

} // namespace oriel
