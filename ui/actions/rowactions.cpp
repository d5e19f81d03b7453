#include "ui/actions/rowactions.h"

#include "base/visible.h"

namespace oriel::ui {

QString RowActions::partReason(const QString &snapshot)
{
    return tr("This is one of the volume snapshots of “%1”. Select “%1” to act on the whole "
              "snapshot, or open the menu of this row.")
        .arg(isolated(snapshot));
}

} // namespace oriel::ui
