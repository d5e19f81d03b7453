#pragma once

#include "operations/operationcenter.h"
#include "operations/removal/removal.h"
#include "ui/navigation/route.h"
#include "ui/uicontext.h"

#include <QtCore/QObject>

#include <optional>
#include <vector>

class QWidget;

namespace oriel::ui {

/// What a person can do to have snapshots, images and volume snapshots go, or stay for longer:
/// asks, starts the operations, and where some of them failed says which and offers to try what is
/// left again. The operations go on whatever is closed.
class DeleteFlows final : public QObject
{
    Q_OBJECT

public:
    /// `window`: over which dialogs open; it and the context outlive the flows.
    DeleteFlows(const UiContext &context, QWidget *window);

    /// Shows what would be deleted; if Delete is pressed, starts the operations. A set is named by
    /// its image's id, whether that image is still there or not.
    void remove(const std::vector<operations::Subject> &subjects);
    /// Asks for a date and writes it on all of them.
    void changeKeepUntil(const std::vector<operations::Subject> &subjects);

Q_SIGNALS:
    void started(oriel::operations::Operation *operation);
    void navigate(const oriel::ui::Route &route);

private:
    struct Batch;
    void begin(const std::vector<operations::RemovalRequest> &requests);
    operations::Report removed(Batch &batch, const operations::Removal &removal);
    void notify(const Batch &batch);
    [[nodiscard]] static QString deletedText(const Batch &batch);
    void change(const std::vector<operations::Subject> &subjects,
                const std::optional<QDate> &keepUntil);
    static operations::Report changed(Batch &batch, const operations::Operation &change);
    [[nodiscard]] operations::Context operationContext() const;

    UiContext m_context;
    QWidget *m_window;
};

} // namespace oriel::ui
