#pragma once

#include <QtCore/Qt>

namespace oriel::models {

/// The meaning of a cell's icon and color; the delegate in ui/ paints it.
enum class Tone { None, Good, Busy, Off, Warning, Error, Unknown };

/// A RowModel's roles beyond Qt's.
enum Role {
    IdRole = Qt::UserRole + 1, ///< the row's ID, QString, any column
    ToneRole,                  ///< int(Tone)
    ProgressRole,              ///< int percent, -1: none
    LinkRole,                  ///< the ID of the resource that the cell links to; empty: none
    FoldRole,                  ///< int(Fold)
};

/// Whether a row has parts that can be shown below it, or is one.
enum class Fold { None, Folded, Unfolded, Part };

} // namespace oriel::models
