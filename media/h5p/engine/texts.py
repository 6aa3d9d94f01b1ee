"""The engine's French texts, by problem id. Each says what is wrong, then what to do."""

FRENCH = {
    # The archive
    "file-unreadable": "Le fichier n’a pas pu être lu. Envoyez-le de nouveau.",
    "not-a-zip": (
        "Ce fichier n’est pas un paquet H5P : ce n’est pas une archive zip, ou elle est abîmée. "
        "Exportez de nouveau le contenu au format .h5p et envoyez ce fichier-là."
    ),
    "zip-damaged": ("« {where} » est abîmé dans l’archive. Exportez de nouveau le paquet, puis renvoyez-le."),
    "zip-encrypted": "« {where} » est protégé par un mot de passe. Exportez le paquet sans mot de passe.",
    "zip-compression": (
        "« {where} » est compressé d’une façon que H5P n’utilise pas. Refaites l’archive avec la "
        "compression zip ordinaire."
    ),
    "zip-overlap": (
        "« {where} » partage ses données avec un autre fichier de l’archive : elle est piégée ou "
        "abîmée. N’utilisez pas ce paquet ; exportez-le de nouveau depuis sa source."
    ),
    "too-many-entries": (
        "Le paquet contient plus de {limit} fichiers. Retirez ce qui ne sert pas, ou partagez le "
        "contenu en plusieurs paquets."
    ),
    "file-too-large": (
        "« {where} » pèse {size} une fois décompressé ; la limite est de {limit}. Réduisez ce fichier "
        "(une vidéo peut être hébergée à part), puis exportez de nouveau."
    ),
    "package-too-large": (
        "Le paquet pèse {size} une fois décompressé ; la limite est de {limit}. Allégez les images et "
        "les vidéos, puis exportez de nouveau."
    ),
    "ratio-too-high": (
        "« {where} » gonfle démesurément à la décompression : ce pourrait être une archive piégée. "
        "N’utilisez pas ce paquet ; exportez-le de nouveau depuis sa source."
    ),
    "package-ratio-too-high": (
        "Le paquet gonfle démesurément à la décompression : ce pourrait être une archive piégée. "
        "N’utilisez pas ce paquet ; exportez-le de nouveau depuis sa source."
    ),
    "size-lies": (
        "« {where} » n’a pas la taille que l’archive annonce. Exportez de nouveau le paquet depuis sa source."
    ),
    "too-slow": ("Le paquet demande trop de temps à vérifier. Partagez le contenu en plusieurs paquets plus petits."),
    "name-climbs": (
        "« {where} » essaie de sortir du dossier du paquet. N’utilisez pas ce paquet ; exportez-le de "
        "nouveau depuis sa source."
    ),
    "name-absolute": (
        "« {where} » désigne un emplacement de l’ordinateur et non un fichier du paquet. Refaites "
        "l’archive depuis la source."
    ),
    "name-backslash": (
        "« {where} » contient une barre oblique inversée. Refaites l’archive avec des chemins séparés par « / »."
    ),
    "name-invalid": (
        "Le nom « {where} » n’est pas celui d’un fichier (caractère interdit ou partie vide). Renommez "
        "ce fichier et refaites l’archive."
    ),
    "name-too-long": (
        "Le nom « {where} » est trop long. Raccourcissez les noms des dossiers et du fichier, puis refaites l’archive."
    ),
    "entry-special": (
        "« {where} » est un lien ou un fichier spécial, pas un fichier ordinaire. Remplacez-le par le "
        "fichier lui-même et refaites l’archive."
    ),
    "entry-twice": ("« {where} » se trouve deux fois dans l’archive. Gardez un seul exemplaire et refaites l’archive."),
    "entry-conflict": (
        "« {where} » est à la fois un fichier et un dossier. Renommez l’un des deux et refaites l’archive."
    ),
    "content-file-forbidden": (
        "« {where} » : les fichiers {extension} ne sont pas admis dans un contenu. Retirez ce fichier "
        "ou convertissez-le (par exemple en png, jpg, mp3, mp4 ou pdf)."
    ),
    "library-file-forbidden": (
        "« {where} » : les fichiers {extension} ne sont pas admis dans une bibliothèque. Demandez à son "
        "auteur un paquet sans ce fichier."
    ),
    # The JSON files
    "json-invalid": (
        "« {where} » n’est pas du JSON valide. Si vous l’avez modifié à la main, corrigez-le ; sinon, "
        "exportez de nouveau le paquet."
    ),
    "json-too-large": (
        "« {where} » est trop volumineux : la limite est de {limit}. Partagez le contenu en plusieurs paquets."
    ),
    "json-too-deep": (
        "« {where} » emboîte plus de {limit} niveaux. Simplifiez le contenu : il imbrique trop "
        "d’activités les unes dans les autres."
    ),
    "json-not-object": ("« {where} » n’a pas la forme attendue (un objet JSON). Exportez de nouveau le paquet."),
    "h5p-json-missing": (
        "Le paquet ne contient pas de fichier h5p.json à sa racine. Vérifiez que c’est bien un paquet "
        "H5P, et que l’archive n’enferme pas tout dans un dossier."
    ),
    "content-json-missing": (
        "Le paquet ne contient pas content/content.json : il n’apporte aucun contenu. Exportez "
        "l’activité elle-même, pas seulement ses bibliothèques."
    ),
    "field-missing": (
        "« {field} » manque dans « {file} ». Exportez de nouveau le paquet, ou demandez à son auteur de le compléter."
    ),
    "field-invalid": (
        "« {field} » n’a pas une valeur admise dans « {file} » : {value}. Corrigez cette valeur, ou "
        "demandez à son auteur de le faire."
    ),
    "main-library-unlisted": (
        "La bibliothèque principale {library} n’est pas dans la liste « preloadedDependencies » de "
        "h5p.json : sa version est inconnue. Exportez de nouveau le paquet."
    ),
    # The libraries
    "folder-name-invalid": ("Le dossier « {where} » ne porte pas un nom de bibliothèque H5P. Retirez-le de l’archive."),
    "library-json-missing": (
        "Le dossier « {where} » ne contient pas de fichier library.json. Retirez ce dossier, ou "
        "remettez la bibliothèque entière."
    ),
    "folder-name-differs": (
        "Le dossier « {where} » contient la bibliothèque {library}. Renommez-le « {expected} » et refaites l’archive."
    ),
    "language-name-invalid": (
        "« {where} » ne porte pas un nom de langue (comme fr.json). Retirez-le de l’archive ou renommez-le."
    ),
    "semantics-invalid": (
        "« {where} » ne décrit pas un formulaire H5P (une liste de champs). Demandez à l’auteur de la "
        "bibliothèque un paquet corrigé."
    ),
    "preloaded-file-missing": (
        "La bibliothèque {library} annonce le fichier « {path} », que le paquet ne contient pas. "
        "Exportez de nouveau le paquet ou réinstallez la bibliothèque à la source."
    ),
    "core-api-too-new": (
        "La bibliothèque {library} demande la version {needed} de H5P ; ce site parle la version "
        "{known}. Utilisez une version plus ancienne de la bibliothèque, ou demandez la mise à jour du "
        "site."
    ),
    "library-missing": (
        "La bibliothèque {library} manque : elle n’est ni dans le paquet ni sur ce site. Exportez le "
        "contenu avec ses bibliothèques, ou demandez à l’équipe technique de l’installer."
    ),
    "library-install-forbidden": (
        "La bibliothèque {library} est dans le paquet, mais pas sur ce site, et vous n’avez pas le droit de "
        "l’installer. Demandez à l’équipe technique d’envoyer ce paquet elle-même."
    ),
    "too-many-problems": (
        "Il y a d’autres problèmes ; seuls les {limit} premiers sont indiqués. Corrigez-les, puis vérifiez de nouveau."
    ),
}
