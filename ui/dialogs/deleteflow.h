#pragma once

#include "forms/errortext.h"
#include "operations/batch.h"
#include "operations/removal/removal.h"
#include "ui/navigation/route.h"
#include "ui/uicontext.h"

#include <QtCore/QObject>

#include <vector>

class QWidget;

namespace oriel::ui {

/// Deletes instances, volumes, snapshots, images and volume snapshots: asks, starts the operations,
/// and where some of them failed says which and offers to try what is left again. The operations go
/// on whatever is closed.
class DeleteFlow final : public QObject
{
    Q_OBJECT

public:
    /// `window`: over which dialogs open; it and the context outlive the flow.
    DeleteFlow(const UiContext &context, QWidget *window);

    /// Shows what would be deleted; if Delete is pressed, starts the operations. A snapshot is
    /// named by the ID of its image, whether that image is still there or not.
    void remove(const std::vector<operations::Subject> &subjects);

Q_SIGNALS:
    void started(oriel::operations::Operation *operation);
    void navigate(const oriel::ui::Route &route);
    /// The user removes what prevents a deletion, by the action with this key.
    void remedy(const QString &action, const oriel::operations::Subject &subject);

private:
    struct Removals;
    void begin(const std::vector<operations::RemovalRequest> &requests);
    operations::Report removed(Removals &removals, const operations::Removal &removal);
    void tell(const Removals &removals);

    UiContext m_context;
    QWidget *m_window;
};

} // namespace oriel::ui
