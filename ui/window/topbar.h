#pragma once

#include "openstack/identity/project.h"
#include "openstack/identity/scope.h"
#include "ui/navigation/crumb.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QWidget>

class QActionGroup;
class QLabel;
class QMenu;
class QToolButton;

namespace oriel::ui {

class Breadcrumb;
class GlobalSearch;

/// What the top of the window says of where one is signed in.
struct SignedIn
{
    openstack::Scope scope;
    QStringList regions;
    bool canSwitchProject = false;
    QStringList cautions = {}; ///< what somebody on the network could read or change
};

/// The top of the window: back, forward, where one is; cloud, region and project to switch; the
/// search; the account.
class TopBar : public QWidget
{
    Q_OBJECT

public:
    TopBar(Theme &theme, Theme::Scheme scheme, QWidget *parent = nullptr);

    void setSignedIn(const SignedIn &signedIn);
    /// The projects to choose from, as they are known.
    /// An open menu keeps its entries where they are; what is new comes at its end.
    void setProjects(const std::vector<openstack::Project> &projects);
    void setProjectsFailed(const QString &why);
    void setCrumbs(const std::vector<Crumb> &crumbs);
    void setHistory(bool back, bool forward);
    /// Another scope is being opened: none can be chosen meanwhile.
    void setSwitching(bool switching);
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] GlobalSearch &search() { return *m_search; }

Q_SIGNALS:
    void back();
    void forward();
    void navigate(const oriel::ui::Route &route);
    void regionChosen(const QString &region);
    void projectChosen(const oriel::openstack::Project &project);
    /// The project menu is about to be shown.
    void projectsWanted();
    void switchCloud();
    void signOut();
    void schemeChosen(oriel::ui::Theme::Scheme scheme);
    void aboutWanted();
    void shortcutsWanted();
    void gettingStartedWanted();
    void quitWanted();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeAccountMenu(Theme::Scheme scheme);
    QToolButton *makeScopeButton(const QString &name, const QString &icon,
                                 const QString &objectName);

    Theme &m_theme;
    QToolButton *m_back;
    QToolButton *m_forward;
    Breadcrumb *m_breadcrumb;
    QToolButton *m_caution; ///< beside the cloud's name, as long as there is something to say
    QToolButton *m_cloud;
    QToolButton *m_region;
    QToolButton *m_project;
    GlobalSearch *m_search;
    QToolButton *m_account;
    QMenu *m_regionMenu;
    QMenu *m_projectMenu;
    QAction *m_userAction = nullptr;
    QAction *m_roles = nullptr;
    SignedIn m_signedIn;
};

} // namespace oriel::ui
