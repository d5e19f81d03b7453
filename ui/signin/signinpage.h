#pragma once

#include "base/result.h"
#include "openstack/config/cloudsloader.h"
#include "openstack/identity/project.h"

#include <QtWidgets/QWidget>

#include <functional>
#include <optional>
#include <vector>

class QFrame;
class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace oriel::ui {

class CloudCard;
class SignInFields;
class Theme;

/// A file that the user has opened, and the clouds in it.
struct OpenedFile
{
    QString path;
    Result<openstack::CloudList> clouds;
};

/// The sign-in page: a card for each configured or opened cloud, for opening a file, for any other
/// cloud, and for the demo cloud. A file can be dropped anywhere on it. Shows what SignInController
/// decides.
class SignInPage : public QWidget
{
    Q_OBJECT

public:
    explicit SignInPage(Theme &theme, QWidget *parent = nullptr);

    /// Returns for which clouds the keychain has a password. Set it before setClouds().
    void setHasSecret(std::function<bool(const openstack::CloudConfig &)> kept)
    {
        m_kept = std::move(kept);
    }
    /// Recreates the cards. An error concerns the files as a whole.
    void setClouds(const Result<openstack::CloudList> &clouds,
                   const std::vector<OpenedFile> &opened = {});

    /// A configured cloud's card; null: no cloud of that name.
    [[nodiscard]] CloudCard *card(const QString &name) const;
    /// The cards of a file that was opened.
    [[nodiscard]] std::vector<CloudCard *> cardsOf(const QString &path) const;
    /// The clouds of clouds.yaml.
    [[nodiscard]] QStringList cloudNames() const;
    /// Signs in to the cloud, as its button does.
    void choose(const QString &name);
    [[nodiscard]] CloudCard *demoCard() const { return m_demo; }
    [[nodiscard]] CloudCard *otherCard() const { return m_other; }
    /// The form on the card; null: none.
    [[nodiscard]] SignInFields *fieldsOf(const CloudCard *card) const;
    /// The prompt for a secret in the file of the card's cloud; may be empty.
    [[nodiscard]] QString questionOf(const CloudCard *card) const;

    /// Focuses the most likely starting point.
    void focusFirst();
    /// Focuses that card.
    void focusCard(CloudCard *card);
    void forgetSecrets();

Q_SIGNALS:
    /// Its button was pressed, or Enter in a complete form.
    void cloudChosen(const oriel::openstack::CloudConfig &cloud, oriel::ui::CloudCard *card);
    void forgetWanted(const oriel::openstack::CloudConfig &cloud, oriel::ui::CloudCard *card);
    void demoChosen();
    void cancelled(oriel::ui::CloudCard *card);
    void projectChosen(const oriel::openstack::Project &project, oriel::ui::CloudCard *card);
    void reloadWanted();
    void filesOpened(const QStringList &paths);
    void fileRemoved(const QString &path);
    void helpWanted();

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    /// A card for a cloud.
    struct Entry
    {
        CloudCard *card = nullptr;
        QString name;
        QString path; ///< the opened file; empty: a configured cloud
        openstack::CloudConfig config{};
        SignInFields *fields = nullptr; ///< for missing values; null: none
        QString question{};
    };

    QWidget *makeHead(QWidget *parent);
    void fillProblem();
    void fillOpenPanel(Theme &theme);
    void addCard(CloudCard *card);
    void addCloud(const openstack::FoundCloud &found, const QString &path);
    void addBroken(const QString &path, const Error &error);
    void showIntro(const openstack::CloudList &clouds);
    void submit(CloudCard *card);
    void chooseFile();

    Theme &m_theme;
    QScrollArea *m_scroll;
    QVBoxLayout *m_cards;
    QLabel *m_intro;
    QFrame *m_problem;
    QLabel *m_problemText;
    std::function<bool(const openstack::CloudConfig &)> m_kept;
    std::vector<Entry> m_entries;
    QString m_selected;
    QWidget *m_foundArea;
    QVBoxLayout *m_foundLayout;
    QFrame *m_open;
    QPushButton *m_openButton;
    CloudCard *m_demo;
    CloudCard *m_other;
    SignInFields *m_otherFields;
};

} // namespace oriel::ui
