#pragma once

#include <QtCore/QtGlobal>

#include <chrono>

/// How large lists are treated, in rows, requests and time.
namespace oriel::store {

/// What is large is compared in a worker, so that the GUI thread never waits for it.
inline constexpr qsizetype largeList = 2000;
/// In a large list, up to so many rows that are changing are asked for one by one instead of the
/// whole list.
inline constexpr qsizetype fewRows = 16;
/// But the list at least this often.
inline constexpr std::chrono::minutes listInterval{1};
/// What comes in one page is always asked for whole.
inline constexpr qsizetype onePage = 1000;
/// Where a cloud tells what changed, the whole list at least this often, in case a change was
/// missed.
inline constexpr std::chrono::minutes fullListInterval{5};
/// A list that takes long is left alone for so many times as long.
inline constexpr int fullListPauseFactor = 10;
/// Of a list that is longer, only so many of the newest rows are held.
inline constexpr qsizetype maximumHeld = 50'000;
/// What a part that is asked for by itself may have at most.
inline constexpr qsizetype maximumFetched = 1000;
/// Windows overlap, because a row can become visible a little after the time that it carries.
inline constexpr qint64 overlapSeconds = 10;

} // namespace oriel::store
