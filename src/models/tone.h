#pragma once

#include <QtCore/Qt>

namespace oriel::models {

/// What a cell's icon and colour say; the delegate in ui/ paints it.
enum class Tone { None, Good, Busy, Off, Warning, Error, Unknown };

/// Roles of a RowModel beyond Qt's.
enum Role {
    IdRole = Qt::UserRole + 1, ///< the row's ID, QString, any column
    ToneRole,                  ///< int(Tone)
    ProgressRole,              ///< int percent, -1 none
    LinkRole,                  ///< ID of the resource that the cell leads to; empty: none
    FoldRole,                  ///< int(Fold)
};

/// Whether a row has parts that can be shown below it, or is one.
enum class Fold { None, Folded, Unfolded, Part };

} // namespace oriel::models
