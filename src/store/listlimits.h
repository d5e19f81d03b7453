#pragma once

#include <QtCore/QtGlobal>

#include <chrono>

/// Limits for large lists, in rows, requests and time.
namespace oriel::store {

/// Longer lists are compared in a worker, so that the GUI thread never waits.
inline constexpr qsizetype largeList = 2000;
/// Up to this many changing rows are fetched one by one instead of the list.
inline constexpr qsizetype fewRows = 4;
/// In a large list, up to this many.
inline constexpr qsizetype fewOfLarge = 16;
/// A list that fits into one page is always fetched completely, unless a list of changes tells the
/// same.
inline constexpr qsizetype onePage = 1000;
/// If a cloud can list changes, the full list is still fetched this often, in case a change was
/// missed.
inline constexpr std::chrono::minutes fullListInterval{5};
/// The pause after a full list, as a multiple of the time it took.
inline constexpr int fullListPauseFactor = 10;
/// Of longer lists, only this many of the newest rows are held.
inline constexpr qsizetype maximumHeld = 50'000;
/// The maximum number of rows of a part that is fetched separately.
inline constexpr qsizetype maximumFetched = 1000;
/// Time windows overlap, because a row can become visible slightly later than its timestamp.
inline constexpr qint64 overlapSeconds = 10;

/// How often a row is fetched alone whose page is shown: while it is changing, while something has
/// just changed or the window is used, and otherwise.
inline constexpr std::chrono::milliseconds shownChanging = std::chrono::seconds(1);
inline constexpr std::chrono::milliseconds shownInterval = std::chrono::seconds(5);
inline constexpr std::chrono::milliseconds shownCalm = std::chrono::seconds(10);
/// How often a changing row of a list is fetched alone: if the list is shown, and if rows that are
/// shown refer to it.
inline constexpr std::chrono::milliseconds viewedChanging = std::chrono::seconds(2);
inline constexpr std::chrono::milliseconds referencedChanging = std::chrono::seconds(5);
/// The longest pause of single rows after a slow list.
inline constexpr std::chrono::minutes longestPause{1};
/// A row that something else has fetched is left to it for so long: an operation polls its rows.
inline constexpr std::chrono::milliseconds leftToOthers = std::chrono::seconds(4);

} // namespace oriel::store
