#pragma once

#include "forms/errortext.h"
#include "operations/actions/action.h"
#include "operations/operationcenter.h"
#include "ui/navigation/route.h"
#include "ui/uicontext.h"

#include <QtCore/QObject>

class QWidget;

namespace oriel::operations {
struct Way;
}

namespace oriel::ui {

class DeleteFlow;
class ErrorDialog;
class InstanceFlows;
class LaunchFlow;

/// Begins actions of the table, from the click on: shows the form, asks the question and starts
/// the operations. If what was entered is refused, it says so and offers to edit it; how an
/// operation finished otherwise is told by the window. The operations go on whatever is closed.
class ActionFlow final : public QObject
{
    Q_OBJECT

public:
    /// `context` outlives the flow. Dialogs open over `window`.
    ActionFlow(const UiContext &context, QWidget *window);

    /// `action` is one of the table, or outlives the flow. `ids`: of the rows, at least one; a
    /// single empty one for an action that makes something new.
    /// `values`: what its form is filled in with; empty: with its own.
    void begin(const operations::Action &action, const QStringList &ids,
               const operations::Values &values = {});
    /// Goes a way that removes an obstacle.
    void follow(const operations::Way &way);
    /// Starts it with these values: without the form, but with the question.
    void confirm(const operations::Action &action, const QStringList &ids,
                 const operations::Values &values);

Q_SIGNALS:
    void started(oriel::operations::Operation *operation);
    void navigate(const oriel::ui::Route &route);

private:
    void chooseRestore(openstack::Kind kind, const QString &id);
    void checkReach(const QString &serverId);
    void connectTo(const QString &serverId);
    void openConsole(const QString &serverId);
    void enter(const operations::Action &action, const QStringList &ids,
               const operations::Values &values);
    /// `told`: those of `ids` of which the form has said that they are left out.
    void ask(const operations::Action &action, const QStringList &ids, const QStringList &told,
             const operations::Values &values);
    void start(const operations::Action &action, const QStringList &ids, const QStringList &told,
               const operations::Values &values);
    [[nodiscard]] operations::Subject targetOf(const operations::Action &action, const QString &id,
                                               const operations::Values &values) const;
    void offerHelp(ErrorDialog &dialog, const operations::Operation &operation);
    /// Says why nothing was done, and offers the form again, with what was entered.
    void refuse(const operations::Action &action, const QString &id,
                const operations::Values &values, const QString &why);
    /// Says why it was not done for some of several.
    void sayLeftOut(const operations::Action &action, const QStringList &left, bool isAll);

    UiContext m_context;
    QWidget *m_window;
    InstanceFlows *m_capture;
    LaunchFlow *m_launch;
    DeleteFlow *m_delete;
};

} // namespace oriel::ui
