#pragma once

#include "openstack/identity/project.h"
#include "openstack/identity/scope.h"
#include "ui/navigation/crumb.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QWidget>

class QLabel;
class QMenu;
class QToolButton;

namespace oriel::ui {

class Breadcrumb;
class GlobalSearch;

/// The scope as shown in the top bar.
struct SignedIn
{
    openstack::Scope scope;
    QStringList regions;
    bool canSwitchProject = false;
    QStringList cautions = {}; ///< what others on the network could read or change
};

/// The top of the window: back, forward, breadcrumb; cloud, region and project menus; search;
/// account.
class TopBar : public QWidget
{
    Q_OBJECT

public:
    explicit TopBar(Theme &theme, QWidget *parent = nullptr);

    void setSignedIn(const SignedIn &signedIn);
    /// The available projects. An open menu keeps its entries in place and appends new ones.
    void setProjects(const std::vector<openstack::Project> &projects);
    void setProjectsFailed(const QString &why);
    void setCrumbs(const std::vector<Crumb> &crumbs);
    void setHistory(bool back, bool forward);
    /// The clouds to choose from: recent ones, the latest first, and others.
    void setClouds(const QStringList &recent, const QStringList &others);
    /// Another scope is being opened: disables the menus.
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
    /// The cloud menu is about to be shown.
    void cloudsWanted();
    void cloudChosen(const QString &name);
    /// The user wants to sign in to another cloud.
    void switchCloud();
    void signOut();
    void settingsWanted();
    void aboutWanted();
    void shortcutsWanted();
    void gettingStartedWanted();
    void quitWanted();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeAccountMenu();
    /// Shows the names of cloud, region and project if there is space; the search field loses its
    /// text first.
    void fitNames();
    QToolButton *makeScopeButton(const QString &name, const QString &icon,
                                 const QString &objectName);

    Theme &m_theme;
    QToolButton *m_back;
    QToolButton *m_forward;
    Breadcrumb *m_breadcrumb;
    QToolButton *m_caution; ///< beside the cloud's name, if there are cautions
    QToolButton *m_cloud;
    QToolButton *m_region;
    QToolButton *m_project;
    GlobalSearch *m_search;
    QToolButton *m_account;
    QMenu *m_cloudMenu;
    QMenu *m_regionMenu;
    QMenu *m_projectMenu;
    QAction *m_userAction = nullptr;
    QAction *m_roles = nullptr;
    SignedIn m_signedIn;
};

} // namespace oriel::ui
