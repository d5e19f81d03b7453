#pragma once

#include <QtCore/Qt>

namespace oriel::models {

/// The meaning of a cell's icon and color; the delegate in ui/ paints it.
enum class Tone { None, Good, Busy, Off, Warning, Error, Unknown };

/// How the text of a cell is shortened if the column is too narrow.
enum class Cut {
    End,
    Middle, ///< for names, which often differ only at the end
    Items,  ///< for lists: whole items between the first and the last
    Never,  ///< not at all: the column is as wide as its texts
};

/// A RowModel's roles beyond Qt's.
enum Role {
    IdRole = Qt::UserRole + 1, ///< the row's ID, QString, any column
    ToneRole,                  ///< int(Tone)
    ProgressRole,              ///< int percent, -1: none
    LinkRole,                  ///< the ID of the resource that the cell links to; empty: none
    FoldRole,                  ///< int(Fold)
    CutRole,                   ///< int(Cut)
};

/// Whether a row has parts that can be shown below it, or is one.
enum class Fold { None, Folded, Unfolded, Part };

} // namespace oriel::models
