#pragma once

#include <QtCore/QtGlobal>

#include <chrono>

/// Limits for large lists, in rows, requests and time.
namespace oriel::store {

/// Longer lists are compared in a worker, so that the GUI thread never waits.
inline constexpr qsizetype largeList = 2000;
/// In a large list, up to this many changing rows are fetched one by one instead of the list.
inline constexpr qsizetype fewRows = 16;
/// The list itself is fetched at least this often.
inline constexpr std::chrono::minutes listInterval{1};
/// A list that fits into one page is always fetched completely.
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

} // namespace oriel::store
