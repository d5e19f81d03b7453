#pragma once

#include "operations/actions/action.h"
#include "operations/ownsource.h"
#include "operations/reachability.h"
#include "store/cloudstores.h"
#include "ui/dialogs/actiondialog.h"
#include "ui/uicontext.h"

#include <memory>

class QLineEdit;
class QSpinBox;

namespace oriel::ui {

class OptionCombo;

/// Whether a service of an instance can be reached, link by link, and what helps. Follows the
/// stores; changes nothing.
class ReachDialog final : public ActionDialog
{
    Q_OBJECT

public:
    ReachDialog(const UiContext &context, QString serverId, QWidget *parent = nullptr);

Q_SIGNALS:
    /// The button was pressed: the action that helps, what it acts on, and the values of its form.
    /// Emitted once, after the dialog has closed.
    void chosen(const oriel::operations::Action *action, const QString &id,
                const oriel::operations::Values &values);

protected:
    void act() override;

private:
    struct Link
    {
        QLabel *icon;
        QLabel *text;
    };

    void addQuestion();
    /// The addresses from which it can be asked for, for the instance as it is now.
    void showSources();
    [[nodiscard]] bool asksForSource() const;
    /// The obstacle, and what is done about it.
    void showObstacle();
    void addLinks();
    [[nodiscard]] operations::ReachQuestion question() const;
    [[nodiscard]] bool isReady() const;
    void refresh();
    void show(const operations::ReachAnswer &answer);
    void showFix();
    void showLinks(const operations::ReachAnswer &answer);

    UiContext m_context;
    QString m_serverId;
    std::unique_ptr<store::Subscription> m_subscription;
    OptionCombo *m_service = nullptr;
    QSpinBox *m_port = nullptr;
    OptionCombo *m_from = nullptr;
    QLineEdit *m_source = nullptr;
    QString m_serviceKey;
    QString m_fromKey;
    std::optional<operations::OwnSource> m_own; ///< for the user's own network
    std::vector<Link> m_links;
    NotePanel *m_verdict = nullptr;
    std::optional<operations::ReachFix> m_fix;
};

} // namespace oriel::ui
